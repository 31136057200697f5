// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "postgresql/postgresql_server.hpp"
#include "postgresql/sql_connection.hpp"
#include "support/catch.hpp"

#include <human_support/postgresql_repository.hpp>

#include <memory>
#include <string>

namespace human_support::tests {

/// Opens a repository with few connections. Fails the test if that fails.
inline std::unique_ptr<PostgresqlRepository> opened(std::string const& conninfo,
                                                    PostgresqlOptions options = {}) {
    options.readers = 1;
    auto repository = PostgresqlRepository::open(conninfo, options);
    INFO((repository ? "" : repository.error().message()));
    REQUIRE(repository);
    return *std::move(repository);
}

/// Why a repository cannot be opened. Fails the test if it can.
inline Error refusal(std::string const& conninfo, PostgresqlOptions const& options = {}) {
    auto const repository = PostgresqlRepository::open(conninfo, options);
    REQUIRE_FALSE(repository);
    return repository.error();
}

/// The name of the schema that a connection makes its tables in.
inline std::string schema_of(std::string const& conninfo) {
    return SqlConnection(conninfo).execute("SELECT current_schema()");
}

/// Makes a role that may connect. Returns its name.
inline std::string fresh_role(PostgresqlServer const& server, std::string const& attributes = "") {
    static int made = 0;
    auto name = "role_" + std::to_string(++made);
    server.execute("CREATE ROLE " + name + " LOGIN " + attributes);
    return name;
}

/// Ends the connections of all others that have an `application_name`, and returns once they are
/// gone.
inline void end_connections(PostgresqlServer const& server, std::string const& application_name) {
    server.execute("SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity "
                   "WHERE application_name = '" +
                   application_name + "'");
}

} // namespace human_support::tests
