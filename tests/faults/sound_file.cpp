// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "faults/sound_file.hpp"

#include "faults/file_bytes.hpp"
#include "faults/sample_store.hpp"
#include "support/catch.hpp"
#include "support/foreign_connection.hpp"
#include "support/sample_record.hpp"
#include "support/temporary_folder.hpp"

#include <human_support/sqlite_repository.hpp>

#include <fmt/format.h>

using namespace human_support;

namespace {

std::string name(int number) { return fmt::format("chatbot-{:03}", number); }

std::vector<Write> writes() {
    std::vector<Write> all;
    for (int i = 0; i < 500; ++i) {
        auto record = i % 40 == 0 ? longest_record(name(i)) : sample_record(name(i));
        record.updated_by = fmt::format("somebody {}", i);
        all.push_back(Write::store(record, Absent{}));
    }
    return all;
}

std::vector<Write> erasures() {
    std::vector<Write> all;
    for (int i = 0; i < 500; i += 10) {
        all.push_back(Write::erase(ChatbotId::parse(name(i + 3)).value()));
    }
    all.push_back(Write::erase(ChatbotId::parse(name(80)).value())); // a long one
    return all;
}

} // namespace

SoundFile::SoundFile() {
    TemporaryFolder const folder;
    auto const file = folder / "settings.db";
    {
        auto const repository = SqliteRepository::open(file).value();
        REQUIRE(repository->write(writes()));
        REQUIRE(repository->write(erasures()));
        auto const feed = repository->changes(std::nullopt, max_page_size).value();
        for (auto const& change : feed.changes) {
            states.emplace(change.chatbot_id, change);
        }
    }
    REQUIRE(ForeignConnection(file).ask("PRAGMA page_size") == std::to_string(page_size));
    free_pages = std::stoul(ForeignConnection(file).ask("PRAGMA freelist_count"));
    REQUIRE(free_pages > 0);
    store_page = std::stoul(ForeignConnection(file).ask(
                     "SELECT rootpage FROM sqlite_schema WHERE name = 'human_support_store'")) -
                 1;
    bytes = read_bytes(file);
    record_page = bytes.find("somebody 266") / page_size;
}

std::vector<std::size_t> SoundFile::structure_bits(std::size_t page) const {
    auto const begin = page * page_size;
    auto const number = [&](std::size_t offset) { // of two bytes, the higher one first
        return 256 * std::size_t{static_cast<unsigned char>(bytes[begin + offset])} +
               static_cast<unsigned char>(bytes[begin + offset + 1]);
    };
    constexpr std::size_t page_header = 8;
    constexpr std::size_t row_header = 4;
    std::size_t const rows = number(3);
    std::vector<std::size_t> places;
    for (std::size_t offset = 0; offset < page_header + 2 * rows; ++offset) {
        places.push_back(begin + offset);
    }
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t i = 0; i < row_header; ++i) {
            places.push_back(begin + number(page_header + 2 * row) + i);
        }
    }
    std::vector<std::size_t> bits;
    for (std::size_t const byte : places) {
        for (std::size_t bit = 8 * byte; bit < 8 * byte + 8; ++bit) {
            bits.push_back(bit);
        }
    }
    return bits;
}

SoundFile const& sound() {
    static SoundFile const file;
    return file;
}
