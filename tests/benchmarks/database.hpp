// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/sqlite_repository.hpp>

#include <sqlite3.h>

#include <filesystem>
#include <memory>

namespace benchmarks {

struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};

using StatementPtr = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

/// A connection to a file that is there, with the library's pragmas. Throws on any failure.
class Database {
public:
    Database(std::filesystem::path const& file, human_support::SqliteOptions const& options);

    [[nodiscard]] StatementPtr prepare(char const* sql);

    /// Throws what SQLite says unless `result` is `expected`.
    void check(int result, int expected = SQLITE_OK) const;

private:
    struct Close {
        void operator()(sqlite3* handle) const noexcept { sqlite3_close_v2(handle); }
    };

    std::unique_ptr<sqlite3, Close> handle_;
};

} // namespace benchmarks
