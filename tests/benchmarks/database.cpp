// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "database.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace benchmarks {

Database::Database(std::filesystem::path const& file, human_support::SqliteOptions const& options) {
    sqlite3* handle = nullptr;
    int const opened = sqlite3_open_v2(file.c_str(), &handle,
                                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    handle_.reset(handle);
    check(opened);
    check(sqlite3_busy_timeout(handle, static_cast<int>(options.busy_timeout.count())));
    auto const pragmas = fmt::format("PRAGMA journal_mode = WAL;"
                                     "PRAGMA synchronous = FULL;"
                                     "PRAGMA secure_delete = ON;"
                                     "PRAGMA trusted_schema = OFF;"
                                     "PRAGMA cache_size = -{};" // in KiB if negative
                                     "PRAGMA wal_autocheckpoint = {};",
                                     options.page_cache / 1024, options.wal_autocheckpoint);
    check(sqlite3_exec(handle, pragmas.c_str(), nullptr, nullptr, nullptr));
}

StatementPtr Database::prepare(char const* sql) {
    sqlite3_stmt* statement = nullptr;
    check(
        sqlite3_prepare_v3(handle_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
    return StatementPtr(statement);
}

void Database::check(int result, int expected) const {
    if (result != expected) {
        throw std::runtime_error(sqlite3_errmsg(handle_.get()));
    }
}

} // namespace benchmarks
