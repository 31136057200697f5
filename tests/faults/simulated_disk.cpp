// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "faults/simulated_disk.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace {

/// The smallest part of a write that reaches a disk whole.
constexpr std::size_t sector = 512;

std::string read_file(std::string const& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write_file(std::string const& path, std::string const& content) {
    std::ofstream(path, std::ios::binary) << content;
}

std::uint64_t file_number(std::string const& path) {
    struct stat status {};
    return stat(path.c_str(), &status) == 0 ? status.st_ino : 0;
}

void overwrite(std::string& content, std::size_t offset, std::string_view bytes) {
    content.resize(std::max(content.size(), offset + bytes.size()));
    std::ranges::copy(bytes, content.begin() + static_cast<std::ptrdiff_t>(offset));
}

} // namespace

void SimulatedDisk::opened(std::string const& path, bool existed) {
    auto const number = file_number(path);
    auto const known = at(seen_, path);
    if (existed && known != nullptr && known->number == number) {
        return;
    }
    bool const made_now = !existed || std::filesystem::is_empty(path);
    auto const renamed = std::ranges::find_if(
        seen_, [&](auto const& entry) { return entry.second->number == number; });
    if (!made_now && renamed != seen_.end()) {
        auto file = renamed->second;
        seen_.erase(renamed);
        seen_[path] = std::move(file);
        return;
    }
    seen_[path] = std::make_shared<File>(File{number, read_file(path), {}});
    if (!made_now) {
        durable_[path] = seen_[path];
    }
}

void SimulatedDisk::wrote(std::string const& path, std::size_t offset, std::string_view bytes) {
    seen_.at(path)->unsynced.push_back({offset, std::string(bytes)});
}

void SimulatedDisk::truncated(std::string const& path, std::size_t size) {
    seen_.at(path)->unsynced.push_back({size, std::nullopt});
}

void SimulatedDisk::synced(std::string const& path) {
    File& file = *seen_.at(path);
    for (Change const& change : file.unsynced) {
        change.apply_to(file.synced);
    }
    file.unsynced.clear();
}

void SimulatedDisk::removed(std::string const& path) { seen_.erase(path); }

void SimulatedDisk::folder_synced() {
    // Programs may have removed files without SQLite.
    std::erase_if(seen_, [](auto const& entry) { return !std::filesystem::exists(entry.first); });
    durable_ = seen_;
}

void SimulatedDisk::lose_power(Random& random) {
    Folder all = durable_;
    all.insert(seen_.begin(), seen_.end());
    std::map<FilePtr, bool> latest; // by file, since one that was renamed has either path, not both
    Folder left;
    for (auto const& [path, ignored] : all) {
        auto file = at(seen_, path);
        auto const older = at(durable_, path);
        if (!latest.try_emplace(file != nullptr ? file : older, random.coin()).first->second) {
            file = older;
        }
        std::filesystem::remove(path);
        std::filesystem::remove(path + "-shm"); // memory, though it has a name
        if (file != nullptr) {
            auto content = after_power_loss(*file, random);
            write_file(path, content);
            left[path] = std::make_shared<File>(File{file_number(path), std::move(content), {}});
        }
    }
    seen_ = durable_ = left;
}

SimulatedDisk::FilePtr SimulatedDisk::at(Folder const& folder, std::string const& path) {
    auto const file = folder.find(path);
    return file == folder.end() ? nullptr : file->second;
}

void SimulatedDisk::Change::apply_to(std::string& content) const {
    if (bytes) {
        overwrite(content, offset, *bytes);
    } else {
        content.resize(std::min(content.size(), offset));
    }
}

void SimulatedDisk::Change::apply_in_part_to(std::string& content, Random& random) const {
    for (std::size_t done = 0; bytes && done < bytes->size();) {
        auto const size = std::min(sector - (offset + done) % sector, bytes->size() - done);
        if (random.coin()) {
            overwrite(content, offset + done, std::string_view(*bytes).substr(done, size));
        }
        done += size;
    }
}

std::string SimulatedDisk::after_power_loss(File const& file, Random& random) {
    // Extremes are frequent in reality, and next to impossible where each change has its own luck.
    enum class Luck { none, all, mixed };
    auto const luck = static_cast<Luck>(random.up_to(2));
    auto content = file.synced;
    for (Change const& change : file.unsynced) {
        if (luck == Luck::all || (luck == Luck::mixed && random.coin())) {
            change.apply_to(content);
        } else if (luck == Luck::mixed && random.coin()) {
            change.apply_in_part_to(content, random);
        }
    }
    return content;
}
