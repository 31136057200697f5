// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "postgresql/postgresql_server.hpp"
#include "postgresql/server_process.hpp"
#include "support/temporary_folder.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace human_support::tests {

/// A PgBouncer in session mode before a server, on a Unix socket in a temporary folder. A client
/// that connects gets a server's connection that another client may have used. It knows the user
/// `postgres` alone, and refuses `options` in a conninfo: a test that wants an empty place uses a
/// database of its own.
///
/// Every function throws a `std::runtime_error` where it fails.
class Pgbouncer {
public:
    /// Starts it, and waits until it can be connected to. The server is to outlive it.
    explicit Pgbouncer(PostgresqlServer const& server);

    /// Whether it is not installed here, which one line then says that CTest knows for a skipped
    /// test's.
    [[nodiscard]] static bool is_missing();

    /// What libpq connects with. Of what is said twice, that in `extra` counts.
    [[nodiscard]] std::string conninfo(std::string const& extra = "") const;

    /// Kills it, with all connections to it.
    void kill();

    /// Starts it again.
    void start();

private:
    TemporaryFolder folder_;
    std::optional<ServerProcess> process_;
};

} // namespace human_support::tests
