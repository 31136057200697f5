// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <libpq-fe.h>

#include <string>

namespace human_support::tests {

/// A connection of a test's own to a server, as psql would be. Every function throws a
/// `std::runtime_error` with the server's message where it fails.
class SqlConnection {
public:
    explicit SqlConnection(std::string const& conninfo);
    SqlConnection(SqlConnection const&) = delete;
    SqlConnection& operator=(SqlConnection const&) = delete;
    ~SqlConnection() { PQfinish(connection_); }

    /// Runs SQL. Returns the first value of its first row; nothing if that is null or there is
    /// none.
    std::string execute(std::string const& sql);

    /// Sends SQL, whose answer the test asks the handle for.
    void send(std::string const& sql);

    /// Whether the server sends something, or ends the connection, within so many milliseconds.
    [[nodiscard]] bool is_answered_within(int milliseconds) const;

    /// What libpq knows it by.
    [[nodiscard]] PGconn* handle() const noexcept { return connection_; }

private:
    PGconn* connection_;
};

} // namespace human_support::tests
