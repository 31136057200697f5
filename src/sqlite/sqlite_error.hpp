// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/error.hpp>

#include <sqlite3.h>

#include <string>
#include <string_view>

namespace human_support::sqlite {

/// Returns the error for `result_code` (https://www.sqlite.org/rescode.html), with the file's name,
/// SQLite's own words and what to do. `database` is the connection that has just reported it.
[[nodiscard]] Error error_of(sqlite3* database, int result_code);

/// Returns the same about `file`: "'FILE' WHAT: WORDS. ADVICE".
[[nodiscard]] Error error_of(int result_code, std::string const& file, std::string_view what);

/// Returns an error with `code` about `file`: "'FILE' WHAT".
[[nodiscard]] Error file_error(Errc code, std::string const& file, std::string const& what);

} // namespace human_support::sqlite
