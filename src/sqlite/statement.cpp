// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "statement.hpp"

#include "sqlite_error.hpp"

#include <fmt/format.h>

#include <new>

namespace human_support::sqlite {

Result<Statement> Statement::prepare(sqlite3* database, std::string_view sql) {
    sqlite3_stmt* handle = nullptr;
    int const result = sqlite3_prepare_v3(database, sql.data(), static_cast<int>(sql.size()),
                                          SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
    if (result != SQLITE_OK) {
        return error_of(database, result);
    }
    return Statement(handle);
}

Execution::~Execution() {
    sqlite3_reset(handle_);
    sqlite3_clear_bindings(handle_);
}

void Execution::bind(std::int64_t value) noexcept {
    note(sqlite3_bind_int64(handle_, ++parameters_, value));
}

void Execution::bind(std::string_view text) noexcept { bind(text, SQLITE_STATIC); }

void Execution::bind_copy(std::string_view text) noexcept { bind(text, SQLITE_TRANSIENT); }

void Execution::bind(std::string_view text, sqlite3_destructor_type lifetime) noexcept {
    // A null pointer would bind NULL, which is not an empty text.
    char const* const data = text.empty() ? "" : text.data();
    note(sqlite3_bind_text64(handle_, ++parameters_, data, text.size(), lifetime, SQLITE_UTF8));
}

int Execution::step() noexcept {
    return bind_result_ == SQLITE_OK ? sqlite3_step(handle_) : bind_result_;
}

Result<bool> Execution::next() {
    int const result = step();
    if (result == SQLITE_ROW) {
        return true;
    }
    if (result == SQLITE_DONE) {
        return false;
    }
    return error_of(sqlite3_db_handle(handle_), result);
}

bool Execution::is_null(int column) const noexcept {
    return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

std::int64_t Execution::integer(int column) const noexcept {
    return sqlite3_column_int64(handle_, column);
}

std::string_view Execution::text(int column) const {
    auto const* data = reinterpret_cast<char const*>(sqlite3_column_text(handle_, column));
    if (data == nullptr && sqlite3_errcode(sqlite3_db_handle(handle_)) == SQLITE_NOMEM) {
        throw std::bad_alloc();
    }
    return data == nullptr
               ? std::string_view()
               : std::string_view(data,
                                  static_cast<std::size_t>(sqlite3_column_bytes(handle_, column)));
}

Error Execution::damaged(std::string const& what) const {
    return file_error(Errc::storage_corrupt,
                      sqlite3_db_filename(sqlite3_db_handle(handle_), "main"),
                      fmt::format("holds {}. Restore a backup.", what));
}

void Execution::note(int result_code) noexcept {
    if (bind_result_ == SQLITE_OK) {
        bind_result_ = result_code;
    }
}

} // namespace human_support::sqlite
