// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "postgresql/pgbouncer.hpp"

#include "postgresql/patience.hpp"
#include "postgresql/postgresql_programs.hpp"
#include "postgresql/server_user.hpp"

#include <libpq-fe.h>

#include <fstream>
#include <iostream>
#include <stdexcept>

namespace human_support::tests {

Pgbouncer::Pgbouncer(PostgresqlServer const& server) {
    auto const folder = folder_.path().string();
    std::ofstream(folder_ / "users") << "\"postgres\" \"\"\n";
    std::ofstream(folder_ / "settings.ini")
        << "[databases]\n"
        << "* = host=" << server.folder().string() << " port=" << server.port() << '\n'
        << "[pgbouncer]\n"
        << "pool_mode = session\n"
        << "listen_port = 5432\n"
        << "unix_socket_dir = " << folder << '\n'
        << "auth_type = trust\n"
        << "auth_file = " << folder << "/users\n";
    give_to_server_user(folder_.path());
    start();
}

bool Pgbouncer::is_missing() {
    if (program_on_path("pgbouncer")) {
        return false;
    }
    std::cout << "Skipped: there is no pgbouncer here (Debian: apt-get install pgbouncer)\n";
    return true;
}

std::string Pgbouncer::conninfo(std::string const& extra) const {
    return "host='" + folder_.path().string() + "' port=5432 user=postgres dbname=postgres " +
           extra;
}

void Pgbouncer::kill() { process_->kill_all(); }

void Pgbouncer::start() {
    auto const program = program_on_path("pgbouncer");
    if (!program) {
        throw std::runtime_error("there is no PgBouncer here");
    }
    process_.reset();
    process_.emplace(
        std::vector<std::string>{program->string(), (folder_ / "settings.ini").string()},
        folder_.path(), folder_ / "log");
    wait_until_true("a PgBouncer that can be connected to", [this] {
        if (!process_->runs()) {
            throw std::runtime_error("PgBouncer ended: " + text_of(folder_ / "log"));
        }
        return PQping(conninfo().c_str()) == PQPING_OK;
    });
}

} // namespace human_support::tests
