// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "support/catch.hpp"

#include <sqlite3.h>

#include <filesystem>
#include <string>

/// A foreign connection to a database file, such as a host's own or the sqlite3 shell.
class ForeignConnection {
public:
    explicit ForeignConnection(std::filesystem::path const& file) {
        auto const name = file.u8string();
        REQUIRE(sqlite3_open(std::string(name.begin(), name.end()).c_str(), &handle_) == SQLITE_OK);
    }
    ForeignConnection(ForeignConnection const&) = delete;
    ForeignConnection& operator=(ForeignConnection const&) = delete;
    ~ForeignConnection() { sqlite3_close(handle_); }

    void run(std::string const& sql) {
        INFO(sql);
        REQUIRE(try_to_run(sql));
    }

    /// Runs SQL, and tells whether that succeeded.
    bool try_to_run(std::string const& sql) {
        return sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
    }

    /// The first column of the first row.
    std::string ask(std::string const& sql) {
        INFO(sql);
        sqlite3_stmt* statement = nullptr;
        REQUIRE(sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK);
        std::string answer;
        if (sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_text(statement, 0) != nullptr) {
            answer = reinterpret_cast<char const*>(sqlite3_column_text(statement, 0));
        }
        sqlite3_finalize(statement);
        return answer;
    }

private:
    sqlite3* handle_ = nullptr;
};
