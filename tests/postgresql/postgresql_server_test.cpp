// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "postgresql/postgresql_server.hpp"

#include "postgresql/error_of.hpp"
#include "postgresql/sql_connection.hpp"
#include "support/catch.hpp"

using namespace human_support::tests;

TEST_CASE("a fresh schema is empty, and what is made without a schema's name is made there") {
    SqlConnection one(shared_server().fresh_schema());
    SqlConnection other(shared_server().fresh_schema());
    one.execute("CREATE TABLE sample (number int)");
    CHECK(one.execute("SELECT to_regclass('sample') IS NOT NULL") == "t");
    CHECK(other.execute("SELECT to_regclass('sample') IS NOT NULL") == "f");
}

TEST_CASE("a fresh database is empty") {
    shared_server().execute("CREATE TABLE sample (number int)");
    auto const name = shared_server().fresh_database();
    SqlConnection connection(shared_server().conninfo("dbname=" + name));
    CHECK(connection.execute("SELECT to_regclass('sample') IS NULL") == "t");
    shared_server().execute("DROP TABLE sample");
}

TEST_CASE("a server is UTF8, in the locale C and without fsync, if nothing else is asked for") {
    auto const setting = [](PostgresqlServer& server, std::string const& name) {
        return server.execute("SHOW " + name);
    };
    auto const locale_of = [](PostgresqlServer& server) {
        return server.execute("SELECT datctype FROM pg_database WHERE datname = 'postgres'");
    };
    CHECK(setting(shared_server(), "server_encoding") == "UTF8");
    CHECK(locale_of(shared_server()) == "C");
    CHECK(setting(shared_server(), "fsync") == "off");

    ServerOptions latin;
    latin.encoding = "LATIN1";
    latin.fsync = true;
    latin.settings = {"timezone = 'Asia/Kathmandu'"};
    PostgresqlServer other(latin);
    CHECK(setting(other, "server_encoding") == "LATIN1");
    CHECK(setting(other, "fsync") == "on");
    CHECK(setting(other, "timezone") == "Asia/Kathmandu");

    ServerOptions of_locale;
    of_locale.locale = "C.UTF-8";
    PostgresqlServer another(of_locale);
    CHECK(locale_of(another) == "C.UTF-8");
}

TEST_CASE("a server with a password wants it over TCP, and nothing on its socket") {
    ServerOptions options;
    options.tcp = true;
    options.password = "it's \"secret\"";
    PostgresqlServer server(options);
    CHECK(server.execute("SELECT 1") == "1");
    CHECK(SqlConnection(server.tcp_conninfo()).execute("SELECT 2") == "2");
    auto const with_another = [&] { SqlConnection(server.tcp_conninfo("password=guessed")); };
    CHECK(contains(error_of(with_another), "password authentication failed"));
    server.restart();
    CHECK(SqlConnection(server.tcp_conninfo()).execute("SELECT 3") == "3");
}

TEST_CASE("what a server has stored is there after a stop, a restart and a kill") {
    PostgresqlServer server;
    auto const ask = [&] { server.execute("SELECT 1"); };
    server.execute("CREATE TABLE sample (number int)");
    server.execute("INSERT INTO sample VALUES (1)");
    server.stop();
    CHECK(contains(error_of(ask), "No such file"));
    server.start();
    server.execute("INSERT INTO sample VALUES (2)");
    server.restart();
    server.execute("INSERT INTO sample VALUES (3)");
    CHECK_FALSE(contains(server.log(), "was not properly shut down"));
    server.kill_all();
    CHECK(contains(error_of(ask), "refused"));
    server.start();
    CHECK(server.execute("SELECT sum(number) FROM sample") == "6");
    CHECK(contains(server.log(), "was not properly shut down"));
}

TEST_CASE("a paused server answers nothing until it is resumed") {
    PostgresqlServer server;
    SqlConnection connection(server.conninfo());
    server.pause();
    connection.send("SELECT 1");
    CHECK_FALSE(connection.is_answered_within(100));
    server.resume();
    CHECK(connection.is_answered_within(60'000));

    server.pause();
    server.kill_all();
    server.start();
    CHECK(server.execute("SELECT 1") == "1");

    server.pause();
    server.restart();
    CHECK(server.execute("SELECT 1") == "1");
    server.pause(); // and it ends nevertheless
}

TEST_CASE("a server that does not start says why") {
    ServerOptions options;
    options.settings = {"no_such_setting = 1"};
    auto const start = [&] { PostgresqlServer server(options); };
    CHECK(contains(error_of(start), "unrecognized configuration parameter"));
}
