// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/result.hpp>

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace human_support::sqlite {

/// A prepared statement. Belongs to one connection, and may be executed many times, one `Execution`
/// at a time.
class Statement {
public:
    static Result<Statement> prepare(sqlite3* database, std::string_view sql);

    [[nodiscard]] sqlite3_stmt* handle() const noexcept { return handle_.get(); }

private:
    struct Finalize {
        void operator()(sqlite3_stmt* handle) const noexcept { sqlite3_finalize(handle); }
    };

    explicit Statement(sqlite3_stmt* handle) : handle_(handle) {}

    std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

/// One execution of a statement, from its parameters to its last row. The destructor resets the
/// statement, so that it holds no lock.
class Execution {
public:
    explicit Execution(Statement& statement) noexcept : handle_(statement.handle()) {}
    Execution(Execution const&) = delete;
    Execution& operator=(Execution const&) = delete;
    ~Execution();

    /// Binds the next parameter. A text is borrowed until the end of the execution. `next` reports
    /// a failure.
    void bind(std::int64_t value) noexcept;
    void bind(std::string_view text) noexcept;

    /// Binds the next parameter to a copy of `text`.
    void bind_copy(std::string_view text) noexcept;

    /// Goes to the next row; false if there is none.
    Result<bool> next();

    /// Does the same, but returns SQLite's result code, since an error needs memory.
    int step() noexcept;

    [[nodiscard]] bool is_null(int column) const noexcept;
    [[nodiscard]] std::int64_t integer(int column) const noexcept;

    /// Valid until the next row. Throws `std::bad_alloc` if there is no memory to convert it
    /// from another encoding.
    [[nodiscard]] std::string_view text(int column) const;

    /// Returns the error `storage_corrupt`: the file holds `what`.
    [[nodiscard]] Error damaged(std::string const& what) const;

private:
    void bind(std::string_view text, sqlite3_destructor_type lifetime) noexcept;
    void note(int result_code) noexcept;

    sqlite3_stmt* handle_;
    int parameters_ = 0;
    int bind_result_ = SQLITE_OK;
};

} // namespace human_support::sqlite
