// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <optional>

namespace human_support::sqlite {

/// A file that nobody had open to write when it was looked at, and what shows whether somebody has
/// since. A process that writes keeps a WAL or a journal beside the file, and what it moves from
/// there changes the time of the file.
class StillFile {
public:
    /// Looks at the file of `connection`; none if there is a WAL or a journal beside it.
    static std::optional<StillFile> of(sqlite3* connection);

    [[nodiscard]] bool is_still() const noexcept;

private:
    explicit StillFile(char const* file);

    std::filesystem::path file_;
    std::filesystem::path wal_;
    std::filesystem::path journal_;
    std::uintmax_t size_;
    std::filesystem::file_time_type time_;
};

} // namespace human_support::sqlite
