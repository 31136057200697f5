// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/error.hpp>

#include <libpq-fe.h>

#include <string>
#include <string_view>

namespace human_support::postgresql {

/// What a failure means for the next try.
enum class Trouble {
    none,       ///< it would fail again
    conflict,   ///< the server chose another transaction; the same may succeed now
    stale,      ///< the session is not as it was left, such as after a change of the tables
    connection, ///< the connection is lost
};

/// Makes an error about the database: "PostgreSQL, database 'x' at 'host:port', …".
[[nodiscard]] Error database_error(Errc code, PGconn const* connection, std::string const& what);

/// Makes the error of a failed statement.
[[nodiscard]] Error error_of(PGconn const* connection, PGresult const* failed);

/// Makes the error of a connection that was not made or is lost. If the server says why, that
/// decides about the code.
[[nodiscard]] Error connection_error(PGconn const* connection, Errc code = Errc::storage_failed);

/// Tells what a failed statement means for the next try.
[[nodiscard]] Trouble trouble_of(PGresult const* failed);

} // namespace human_support::postgresql
