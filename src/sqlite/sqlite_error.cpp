// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "sqlite_error.hpp"

#include <fmt/format.h>

#include <string_view>

namespace human_support::sqlite {

namespace {

struct Meaning {
    Errc code;
    std::string_view advice;
};

/// Many of SQLite's codes should never reach us; if one does, it is a failure.
Meaning meaning_of(int result_code) {
    switch (result_code & 0xFF) { // the primary code of an extended one
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
        return {Errc::busy, "Another connection is using it; try again in a moment."};
    case SQLITE_FULL: return {Errc::storage_full, "Make room on the disk, then try again."};
    case SQLITE_NOMEM: return {Errc::storage_failed, "Memory ran out; free some, then try again."};
    case SQLITE_CORRUPT:
    case SQLITE_CONSTRAINT: return {Errc::storage_corrupt, "Restore a backup."};
    case SQLITE_ERROR: // our SQL is right for the tables and the SQLite that it was written for
        return {Errc::storage_failed, "Its tables or the SQLite that was found are of another "
                                      "version. Use those that belong to this program."};
    case SQLITE_NOTADB:
        return {Errc::storage_corrupt, "Choose an SQLite database, or restore a backup."};
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
        return {Errc::storage_failed,
                "Make sure that the file and its folder can be read and written."};
    default: return {Errc::storage_failed, "Check the disk and the system's log."};
    }
}

} // namespace

Error file_error(Errc code, std::string const& file, std::string const& what) {
    return {code, fmt::format("'{}' {}", file, what)};
}

Error error_of(int result_code, std::string const& file, std::string_view what) {
    auto const [code, advice] = meaning_of(result_code);
    return file_error(code, file,
                      fmt::format("{}: {}. {}", what, sqlite3_errstr(result_code), advice));
}

Error error_of(sqlite3* database, int result_code) {
    auto const [code, advice] = meaning_of(result_code);
    auto const* file = database == nullptr ? nullptr : sqlite3_db_filename(database, "main");
    // A later call may have succeeded and removed the words.
    bool const has_words = database != nullptr && sqlite3_extended_errcode(database) == result_code;
    auto const* words = has_words ? sqlite3_errmsg(database) : sqlite3_errstr(result_code);
    return file_error(code, file == nullptr ? "" : file,
                      fmt::format("cannot be used: {}. {}", words, advice));
}

} // namespace human_support::sqlite
