// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/postgresql_repository.hpp>

#include "postgresql/engine/opening.hpp"
#include "postgresql/error_of.hpp"
#include "postgresql/postgresql_programs.hpp"
#include "postgresql/server_user.hpp"
#include "support/catch.hpp"
#include "support/sample_record.hpp"
#include "support/temporary_folder.hpp"

#include <filesystem>
#include <string>

using namespace human_support;
using namespace human_support::tests;

namespace {

auto const dumped = sample_record("dumped");

FeedMark mark_of(PostgresqlRepository const& repository) {
    return repository.changes(std::nullopt, 0).value().mark;
}

/// A program of PostgreSQL's clients.
std::string client_program(std::string const& name) {
    auto const beside_server =
        std::filesystem::path(postgresql_program("postgres")).replace_filename(name);
    return std::filesystem::exists(beside_server) ? beside_server.string() : "/usr/bin/" + name;
}

/// Copies a schema as pg_dump and psql do. Returns false if they are too old for the server.
bool copy_by_dump(std::string const& from, std::string const& schema, std::string const& to) {
    TemporaryFolder const folder;
    give_to_server_user(folder.path());
    auto const file = (folder / "dump").string();
    auto const failure = error_of([&] {
        run_as_server_user({client_program("pg_dump"), "-n", schema, "-f", file, "-d", from},
                           folder.path());
    });
    if (contains(failure, "server version mismatch")) {
        return false;
    }
    REQUIRE(failure.empty());
    run_as_server_user(
        {client_program("psql"), "-q", "-v", "ON_ERROR_STOP=1", "-f", file, "-d", to},
        folder.path());
    return true;
}

} // namespace

TEST_CASE("The epoch is the same for everybody, and after a restart of the server") {
    PostgresqlServer server;
    auto const one = opened(server.conninfo());
    auto const mark = mark_of(*one);
    CHECK(mark.epoch > 0);
    CHECK(mark_of(*opened(server.conninfo())) == mark);
    CHECK(store(*one, dumped));
    server.restart();
    CHECK(mark_of(*one).epoch == mark.epoch);
    server.kill_all();
    server.start();
    CHECK(mark_of(*opened(server.conninfo())).epoch == mark.epoch);
    CHECK(one->changes(mark, 10).value().changes.size() == 1);
}

TEST_CASE("Stores of one database have epochs of their own") {
    auto const one = opened(shared_server().fresh_schema());
    auto const other = opened(shared_server().fresh_schema());
    CHECK(mark_of(*one).epoch != mark_of(*other).epoch);
}

TEST_CASE("What is restored from a dump has another epoch, on the same server and on another") {
    auto const place = shared_server().fresh_schema();
    auto const schema = schema_of(place);
    auto const repository = opened(place);
    REQUIRE(store(*repository, dumped));
    auto const mark = mark_of(*repository);

    auto const database = "dbname=" + shared_server().fresh_database();
    ServerOptions other_system; // the servers of one locale have their system identifier in common
    other_system.locale = "C.UTF-8";
    PostgresqlServer server(other_system);
    for (auto const& target : {shared_server().conninfo(database), server.conninfo()}) {
        if (!copy_by_dump(shared_server().conninfo(), schema, target)) {
            WARN("pg_dump is older than the server, so that nothing was dumped");
            return;
        }
        auto const restored =
            opened(target + " options=-csearch_path=" + schema, {.create = false});
        CHECK(restored->find(dumped.chatbot_id).value()->revision == 1);
        CHECK(mark_of(*restored).epoch != mark.epoch);
        CHECK(restored->changes(mark, 10) == Errc::feed_restarted);
    }
    CHECK(mark_of(*repository) == mark);

    SqlConnection(place).execute("DROP SCHEMA " + schema + " CASCADE"); // restored in its place
    REQUIRE(copy_by_dump(shared_server().conninfo(database), schema, shared_server().conninfo()));
    CHECK(mark_of(*opened(place)).epoch != mark.epoch);
}

TEST_CASE("A standby that is promoted has another epoch, and a repository goes over to it") {
    PostgresqlServer primary;
    auto standby = primary.standby();
    auto const hosts = "host='" + primary.folder().string() + "," + standby.folder().string() +
                       "' user=postgres dbname=postgres target_session_attrs=read-write";
    auto const repository = opened(hosts);
    REQUIRE(store(*repository, dumped));
    auto const mark = mark_of(*repository);
    primary.kill_all();
    standby.promote();
    CHECK(repository->find(dumped.chatbot_id).value()->revision == 1);
    CHECK(repository->changes(mark, 10) == Errc::feed_restarted);
    auto const now = mark_of(*repository);
    CHECK(now.epoch != mark.epoch);
    CHECK(store(*repository, dumped).value() == 2);
    CHECK(mark_of(*opened(standby.conninfo())).epoch == now.epoch);
}
