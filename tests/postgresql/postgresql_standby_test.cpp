// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "postgresql/postgresql_server.hpp"

#include "postgresql/error_of.hpp"
#include "postgresql/sql_connection.hpp"
#include "support/catch.hpp"

using namespace human_support::tests;

TEST_CASE("a synchronous standby has what its primary has acknowledged, and goes on in its place") {
    PostgresqlServer primary;
    primary.execute("CREATE TABLE sample (number int)");
    auto standby = primary.standby();
    primary.execute("INSERT INTO sample VALUES (1)");
    primary.kill_all();
    CHECK(contains(error_of([&] { standby.execute("DELETE FROM sample"); }), "read-only"));
    standby.promote();
    CHECK(standby.execute("SELECT count(*) FROM sample") == "1");
    standby.execute("INSERT INTO sample VALUES (2)");
    CHECK(standby.execute("SELECT count(*) FROM sample") == "2");
}

TEST_CASE("a commit waits for a synchronous standby, and not for another") {
    auto const synchronous = GENERATE(true, false);
    PostgresqlServer primary;
    primary.execute("CREATE TABLE sample (number int)");
    auto standby = primary.standby(synchronous);
    SqlConnection connection(primary.conninfo());
    standby.pause();
    connection.send("INSERT INTO sample VALUES (1)");
    if (synchronous) {
        CHECK_FALSE(connection.is_answered_within(100));
        standby.resume();
    }
    CHECK(connection.is_answered_within(60'000));
}

TEST_CASE("what an asynchronous standby has not seen is lost with its primary") {
    PostgresqlServer primary;
    primary.execute("CREATE TABLE sample (number int)");
    primary.execute("INSERT INTO sample VALUES (1)");
    auto standby = primary.standby(false);
    standby.wait_until("SELECT count(*) = 1 FROM sample");
    standby.stop(); // a paused one would find in its socket what was sent meanwhile
    primary.execute("INSERT INTO sample VALUES (2)");
    primary.kill_all();
    standby.start();
    standby.promote();
    CHECK(standby.execute("SELECT max(number) FROM sample") == "1");
}

TEST_CASE("a server has several standbys, whose primary may come back") {
    PostgresqlServer primary;
    auto one = primary.standby();
    auto other = primary.standby();
    auto const synchronous = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'";
    CHECK(primary.execute(synchronous) == "2");
    primary.restart();
    primary.execute("CREATE TABLE sample (number int)");
    one.wait_until("SELECT to_regclass('sample') IS NOT NULL");
    other.wait_until("SELECT to_regclass('sample') IS NOT NULL");
}
