// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "postgresql/server_process.hpp"
#include "support/temporary_folder.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace human_support::tests {

/// How a `PostgresqlServer` differs from others.
struct ServerOptions {
    std::string encoding = "UTF8";
    std::string locale = "C";
    bool tcp = false;          ///< whether it also listens on 127.0.0.1, at a free port
    std::string password = {}; ///< what the superuser has to say over TCP; nothing if it is empty
    bool fsync = false;        ///< whether it survives a power loss, too, which takes time
    std::vector<std::string> settings = {}; ///< further lines of postgresql.conf
};

/// A PostgreSQL server with a database of its own in a temporary folder, on a Unix socket there. It
/// ends with its object, at the latest with this program. Its superuser is `postgres`, who needs no
/// password on the socket. Servers of one encoding and locale have the system's identifier in
/// common.
///
/// Every function throws a `std::runtime_error` where it fails, with what the server says. No two
/// threads may call anything but `conninfo`, `tcp_conninfo` and `execute` at once.
class PostgresqlServer {
public:
    /// Starts a server, and waits until it can be connected to.
    explicit PostgresqlServer(ServerOptions options = {});
    PostgresqlServer(PostgresqlServer const&) = delete;
    PostgresqlServer& operator=(PostgresqlServer const&) = delete;
    ~PostgresqlServer();

    /// What libpq connects with, as the superuser over the socket. Of what is said twice, that in
    /// `extra` counts.
    [[nodiscard]] std::string conninfo(std::string const& extra = "") const;

    /// The same over TCP, with the password.
    [[nodiscard]] std::string tcp_conninfo(std::string const& extra = "") const;

    /// Makes an empty schema. Returns what libpq connects with so that names stand for those in it.
    [[nodiscard]] std::string fresh_schema(std::string const& extra = "");

    /// Makes an empty database. Returns its name.
    [[nodiscard]] std::string fresh_database();

    /// Runs SQL as the superuser, on a connection of its own. Returns the first value of the first
    /// row; nothing if that is null or there is none.
    std::string execute(std::string const& sql) const;

    /// Runs a query again and again until its first value is true.
    void wait_until(std::string const& query) const;

    /// Starts it again, on what it left in its folder.
    void start();

    /// Ends all connections and the server, in order.
    void stop();

    void restart();

    /// Kills all of its processes at once, as a crash would.
    void kill_all();

    /// Stops all of its processes, which keep their connections but answer nothing until `resume`.
    void pause();
    void resume();

    /// Another server, which has and follows what this one writes. If it is to be synchronous, each
    /// commit of this one waits for it, and for those before. What `ALTER SYSTEM` has set here is
    /// not set there. Takes PostgreSQL 15 or newer.
    [[nodiscard]] PostgresqlServer standby(bool synchronous = true);

    /// Makes a standby a server that stands alone, on a new timeline, and waits until it can be
    /// written to.
    void promote();

    /// Its folder: the socket, `data`, and the file `log`.
    [[nodiscard]] std::filesystem::path const& folder() const noexcept { return folder_.path(); }

    /// The port, which names the socket too.
    [[nodiscard]] int port() const noexcept { return port_; }

    /// The file of its socket.
    [[nodiscard]] std::filesystem::path socket() const;

    /// What it has written to its log.
    [[nodiscard]] std::string log() const;

private:
    PostgresqlServer(PostgresqlServer& primary, bool synchronous);

    [[nodiscard]] std::filesystem::path data() const { return folder_ / "data"; }
    void configure();

    TemporaryFolder folder_;
    ServerOptions options_;
    int port_ = 5432;
    int made_ = 0;                         ///< how many schemas, databases and standbys
    std::vector<std::string> arguments_;   ///< those of a standby
    std::vector<std::string> synchronous_; ///< the names of its standbys that commits wait for
    std::optional<ServerProcess> process_;
};

/// One server that the tests of a program share, which is started when it is first asked for. A
/// test that stops, pauses or configures its server makes its own.
[[nodiscard]] PostgresqlServer& shared_server();

} // namespace human_support::tests
