// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <filesystem>
#include <random>
#include <string>
#include <system_error>

/// A fresh folder that is removed with everything in it.
class TemporaryFolder {
public:
    TemporaryFolder() {
        std::random_device entropy;
        do {
            path_ = std::filesystem::temp_directory_path() /
                    ("human-support-test-" + std::to_string(entropy()) + std::to_string(entropy()));
        } while (!std::filesystem::create_directory(path_));
    }

    TemporaryFolder(TemporaryFolder const&) = delete;
    TemporaryFolder& operator=(TemporaryFolder const&) = delete;

    ~TemporaryFolder() {
        std::error_code ignored;
        // A test may have taken away its own right to remove what is inside.
        std::filesystem::permissions(path_, std::filesystem::perms::owner_all, ignored);
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] std::filesystem::path const& path() const noexcept { return path_; }

    [[nodiscard]] std::filesystem::path operator/(std::string const& name) const {
        return path_ / name;
    }

private:
    std::filesystem::path path_;
};
