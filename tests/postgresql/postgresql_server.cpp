// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "postgresql/postgresql_server.hpp"

#include "postgresql/data_folder.hpp"
#include "postgresql/local_socket.hpp"
#include "postgresql/patience.hpp"
#include "postgresql/postgresql_programs.hpp"
#include "postgresql/server_user.hpp"
#include "postgresql/sql_connection.hpp"

#include <libpq-fe.h>

#include <csignal>
#include <exception>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace human_support::tests {

namespace {

/// `text` as a value of a conninfo.
std::string quoted(std::string const& text) {
    std::string result = "'";
    for (char const character : text) {
        if (character == '\'' || character == '\\') {
            result += '\\';
        }
        result += character;
    }
    return result + "'";
}

/// What makes a commit wait for each of these standbys.
std::string all_of(std::vector<std::string> const& standbys) {
    std::string names;
    for (auto const& standby : standbys) {
        names += (names.empty() ? "" : ", ") + standby;
    }
    return "'FIRST " + std::to_string(standbys.size()) + " (" + names + ")'";
}

} // namespace

PostgresqlServer::PostgresqlServer(ServerOptions options) : options_(std::move(options)) {
    give_to_server_user(folder_.path());
    make_data_folder(data(), options_.encoding, options_.locale);
    configure();
    start();
    if (!options_.password.empty()) {
        execute("ALTER ROLE postgres PASSWORD $$" + options_.password + "$$");
    }
}

PostgresqlServer::PostgresqlServer(PostgresqlServer& primary, bool synchronous)
    : options_(primary.options_) {
    options_.tcp = false;
    auto const name = "standby_" + std::to_string(++primary.made_);
    give_to_server_user(folder_.path());
    SqlConnection backup(primary.conninfo());
    backup.execute("SELECT pg_backup_start('" + name + "', true)");
    copy_used_data_folder(primary.data(), data());
    std::ofstream(data() / "backup_label")
        << backup.execute("SELECT labelfile FROM pg_backup_stop(false)");
    std::ofstream(data() / "postgresql.auto.conf", std::ios::trunc).close(); // no ALTER SYSTEM
    std::ofstream(data() / "standby.signal").close();
    give_to_server_user(data());
    arguments_ = {"-c", "primary_conninfo=" + primary.conninfo("application_name=" + name)};
    start();
    auto const seen = "FROM pg_stat_replication WHERE application_name = '" + name + "'";
    primary.wait_until("SELECT bool_or(state = 'streaming') " + seen);
    if (synchronous) {
        primary.synchronous_.push_back(name);
        primary.execute("ALTER SYSTEM SET synchronous_standby_names = " +
                        all_of(primary.synchronous_));
        primary.execute("SELECT pg_reload_conf()");
        primary.wait_until("SELECT bool_or(sync_state = 'sync') " + seen);
    }
}

PostgresqlServer::~PostgresqlServer() {
    try {
        resume();
        process_->end(SIGQUIT);
    } catch (std::exception const&) { // then it is killed
    }
    process_.reset();
    remove_shared_memory(data());
}

void PostgresqlServer::configure() {
    std::ofstream settings(data() / "postgresql.conf", std::ios::app);
    settings << "fsync = " << (options_.fsync ? "on" : "off") << '\n'
             << "dynamic_shared_memory_type = mmap\n" // in the folder, with which it goes
             << "wal_keep_size = 512MB\n"             // a standby finds what it has missed
             << "wal_retrieve_retry_interval = 100ms\n";
    for (auto const& line : options_.settings) {
        settings << line << '\n';
    }
    std::ofstream(data() / "pg_hba.conf")
        << "local all,replication all trust\n"
        << "host all all 127.0.0.1/32 " << (options_.password.empty() ? "trust" : "scram-sha-256")
        << '\n';
    if (options_.tcp) {
        port_ = LocalSocket::listen_on_tcp().port(); // which is free again at once
    }
}

std::string PostgresqlServer::conninfo(std::string const& extra) const {
    return "host=" + quoted(folder().string()) + " port=" + std::to_string(port_) +
           " user=postgres dbname=postgres " + extra;
}

std::string PostgresqlServer::tcp_conninfo(std::string const& extra) const {
    return "host=127.0.0.1 port=" + std::to_string(port_) +
           " user=postgres dbname=postgres password=" + quoted(options_.password) + " " + extra;
}

std::string PostgresqlServer::fresh_schema(std::string const& extra) {
    auto const name = "test_" + std::to_string(++made_);
    execute("CREATE SCHEMA " + name);
    return conninfo("options=-csearch_path=" + name + " " + extra);
}

std::string PostgresqlServer::fresh_database() {
    auto name = "test_" + std::to_string(++made_);
    execute("CREATE DATABASE " + name);
    return name;
}

std::string PostgresqlServer::execute(std::string const& sql) const {
    return SqlConnection(conninfo()).execute(sql);
}

void PostgresqlServer::wait_until(std::string const& query) const {
    SqlConnection connection(conninfo());
    wait_until_true(query, [&] { return connection.execute(query) == "t"; });
}

void PostgresqlServer::start() {
    if (process_ && process_->runs()) {
        return;
    }
    std::vector<std::string> command = {postgresql_program("postgres"),
                                        "-D",
                                        data().string(),
                                        "-k",
                                        folder().string(),
                                        "-p",
                                        std::to_string(port_),
                                        "-h",
                                        options_.tcp ? "127.0.0.1" : ""};
    command.insert(command.end(), arguments_.begin(), arguments_.end());
    process_.reset();
    process_.emplace(command, folder(), folder() / "log");
    wait_until_true("a server that can be connected to", [this] {
        if (!process_->runs()) {
            throw std::runtime_error("the server ended: " + log());
        }
        return PQping(conninfo().c_str()) == PQPING_OK;
    });
}

void PostgresqlServer::stop() {
    resume();
    process_->end(SIGINT);
}

void PostgresqlServer::restart() {
    stop();
    start();
}

void PostgresqlServer::kill_all() { process_->kill_all(); }

void PostgresqlServer::pause() { process_->pause(); }

void PostgresqlServer::resume() { process_->resume(); }

PostgresqlServer PostgresqlServer::standby(bool synchronous) {
    return PostgresqlServer(*this, synchronous);
}

void PostgresqlServer::promote() {
    if (execute("SELECT pg_promote(true, 60)") != "t") {
        throw std::runtime_error("the standby was not promoted: " + log());
    }
}

std::filesystem::path PostgresqlServer::socket() const {
    return folder_ / (".s.PGSQL." + std::to_string(port_));
}

std::string PostgresqlServer::log() const { return text_of(folder_ / "log"); }

PostgresqlServer& shared_server() {
    static PostgresqlServer server;
    return server;
}

} // namespace human_support::tests
