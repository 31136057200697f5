// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "still_file.hpp"

#include "file_path.hpp"

#include <system_error>

namespace human_support::sqlite {

namespace {

std::uintmax_t size_of(std::filesystem::path const& file) noexcept {
    std::error_code ignored;
    return std::filesystem::file_size(file, ignored);
}

std::filesystem::file_time_type time_of(std::filesystem::path const& file) noexcept {
    std::error_code ignored;
    return std::filesystem::last_write_time(file, ignored);
}

bool is_there(std::filesystem::path const& file) noexcept {
    std::error_code ignored;
    return std::filesystem::exists(file, ignored);
}

} // namespace

std::optional<StillFile> StillFile::of(sqlite3* connection) {
    StillFile const file(sqlite3_db_filename(connection, "main"));
    return file.is_still() ? std::optional(file) : std::nullopt;
}

StillFile::StillFile(char const* file)
    : file_(path_of_utf8(file)), wal_(path_of_utf8(sqlite3_filename_wal(file))),
      journal_(path_of_utf8(sqlite3_filename_journal(file))), size_(size_of(file_)),
      time_(time_of(file_)) {}

bool StillFile::is_still() const noexcept {
    return !is_there(wal_) && !is_there(journal_) && size_of(file_) == size_ &&
           time_of(file_) == time_;
}

} // namespace human_support::sqlite
