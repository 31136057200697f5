// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "support/catch.hpp"

#include <sqlite3.h>

#include <functional>
#include <string_view>
#include <utility>

/// While it lives, sees the statements of every connection that is opened. What its functions do
/// with other connections goes unseen. For one thread, and one watch at a time.
class StatementWatch {
public:
    StatementWatch() {
        watch_ = this;
        REQUIRE(sqlite3_auto_extension(entry_point()) == SQLITE_OK);
    }
    StatementWatch(StatementWatch const&) = delete;
    StatementWatch& operator=(StatementWatch const&) = delete;
    ~StatementWatch() {
        sqlite3_cancel_auto_extension(entry_point());
        watch_ = nullptr;
    }

    std::function<void(std::string_view sql)> before{};   ///< a statement runs
    std::function<void(sqlite3_stmt* statement)> after{}; ///< it ran

private:
    /// SQLite calls it with each connection that is opened, and knows it by another type
    /// (https://www.sqlite.org/c3ref/auto_extension.html).
    static int attach(sqlite3* connection, char const**, sqlite3_api_routines const*) {
        return sqlite3_trace_v2(connection, SQLITE_TRACE_STMT | SQLITE_TRACE_PROFILE, &trace,
                                nullptr);
    }

    static void (*entry_point())() { return reinterpret_cast<void (*)()>(&attach); }

    static int trace(unsigned event, void*, void* statement, void* sql) {
        auto* const watch = std::exchange(watch_, nullptr);
        if (watch != nullptr && event == SQLITE_TRACE_STMT && watch->before) {
            watch->before(static_cast<char const*>(sql));
        }
        if (watch != nullptr && event == SQLITE_TRACE_PROFILE && watch->after) {
            watch->after(static_cast<sqlite3_stmt*>(statement));
        }
        watch_ = watch;
        return 0;
    }

    inline static StatementWatch* watch_ = nullptr; ///< null while a function of it runs
};
