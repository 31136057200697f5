// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "postgresql/cutting_proxy.hpp"

#include "postgresql/error_of.hpp"
#include "postgresql/patience.hpp"
#include "postgresql/postgresql_server.hpp"
#include "postgresql/sql_connection.hpp"
#include "support/catch.hpp"

#include <chrono>
#include <future>
#include <memory>
#include <string>

using namespace human_support::tests;

namespace {

/// A table without rows, and a proxy before its server.
struct ProxiedTable {
    explicit ProxiedTable(CuttingProxy::Listening listening = CuttingProxy::Listening::on_socket)
        : proxy(shared_server().socket(), listening),
          conninfo(shared_server().fresh_schema(proxy.conninfo("application_name=cut"))) {
        SqlConnection(conninfo).execute("CREATE TABLE sample (number int)");
    }

    /// Adds a row in a transaction, with a new connection. Returns whether that succeeded.
    [[nodiscard]] bool add_row() const {
        auto const add = [this] {
            SqlConnection connection(conninfo);
            connection.execute("BEGIN");
            connection.execute("INSERT INTO sample VALUES (1)");
            connection.execute("COMMIT");
        };
        return error_of(add).empty();
    }

    /// Removes all rows, once nobody adds any. Returns how many there were.
    [[nodiscard]] int remove_rows() {
        proxy.pass();
        shared_server().wait_until(
            "SELECT count(*) = 0 FROM pg_stat_activity WHERE application_name = 'cut'");
        return std::stoi(SqlConnection(conninfo).execute(
            "WITH removed AS (DELETE FROM sample RETURNING 1) SELECT count(*) FROM removed"));
    }

    CuttingProxy proxy;
    std::string conninfo;
};

} // namespace

TEST_CASE("a proxy passes on what goes both ways, and counts the messages") {
    auto const listening =
        GENERATE(CuttingProxy::Listening::on_socket, CuttingProxy::Listening::on_tcp);
    ProxiedTable table(listening);
    table.proxy.pass();
    SqlConnection connection(table.conninfo);
    CHECK(table.proxy.messages(Direction::to_server) == 1);
    table.proxy.pass();
    connection.execute("INSERT INTO sample VALUES (1)");
    CHECK(table.proxy.messages(Direction::to_server) == 1); // the query
    CHECK(table.proxy.messages(Direction::to_client) == 2); // its end, and that all is ready
    auto const size = 10'000'000;
    CHECK(connection.execute("SELECT repeat('x', " + std::to_string(size) + ")") ==
          std::string(size, 'x'));
    connection.execute("SELECT '" + std::string(size, 'y') + "'");
    SqlConnection other(table.conninfo);
    CHECK(other.execute("SELECT count(*) FROM sample") == "1");
    CHECK(table.proxy.connections() == 3);
}

TEST_CASE("a proxy passes on what a server says at last") {
    auto const listening =
        GENERATE(CuttingProxy::Listening::on_socket, CuttingProxy::Listening::on_tcp);
    ProxiedTable table(listening);
    SqlConnection connection(table.conninfo);
    auto const session = connection.execute("SELECT pg_backend_pid()");
    shared_server().execute("SELECT pg_terminate_backend(" + session + ", 60000)");
    CHECK(connection.is_answered_within(60'000));
    CHECK(contains(error_of([&] { connection.execute("SELECT 1"); }), "administrator command"));
}

TEST_CASE("a proxy cuts a connection before or after each message in turn") {
    auto const listening =
        GENERATE(CuttingProxy::Listening::on_socket, CuttingProxy::Listening::on_tcp);
    auto const direction = GENERATE(Direction::to_server, Direction::to_client);
    bool const delivered = GENERATE(false, true);
    ProxiedTable table(listening);
    table.proxy.pass();
    REQUIRE(table.add_row());
    int const messages = table.proxy.messages(direction);
    REQUIRE(table.remove_rows() == 1);

    int number = 1;
    for (;; ++number) {
        INFO("message " << number << " of " << messages);
        table.proxy.arm({direction, number, delivered});
        bool const added = table.add_row();
        bool const failed = table.proxy.has_failed();
        int const rows = table.remove_rows();
        if (!failed) {
            CHECK(added);
            break;
        }
        // The last message to the client says only that the server is ready for more.
        CHECK(added == (direction == Direction::to_client && delivered && number == messages));
        bool const has_commit = direction == Direction::to_server ? number == messages && delivered
                                                                  : number >= messages - 1;
        CHECK(rows == (has_commit ? 1 : 0));
    }
    CHECK(number == messages + 1);
}

TEST_CASE("a proxy lets a connection fall silent at a message, and others go on") {
    ProxiedTable table;
    SqlConnection connection(table.conninfo);
    bool const delivered = GENERATE(false, true);
    table.proxy.arm({Direction::to_server, 1, delivered, Then::fall_silent});
    connection.send("INSERT INTO sample VALUES (1)");
    auto const rows = "SELECT count(*) FROM sample";
    if (delivered) {
        SqlConnection other(table.conninfo);
        wait_until_true("a row", [&] { return other.execute(rows) == "1"; });
    }
    CHECK_FALSE(connection.is_answered_within(50));
    CHECK(table.proxy.has_failed());
    CHECK(SqlConnection(table.conninfo).execute(rows) == (delivered ? "1" : "0"));
    table.proxy.pass();
    CHECK(connection.is_answered_within(60'000));
    CHECK(SqlConnection(table.conninfo).execute(rows) == "1");
}

TEST_CASE("a proxy lets all connections fall silent, also new ones") {
    ProxiedTable table;
    SqlConnection connection(table.conninfo);
    table.proxy.fall_silent();
    connection.send("SELECT 1");
    CHECK_FALSE(connection.is_answered_within(50));
    auto other = std::async(std::launch::async, [&] { SqlConnection begun(table.conninfo); });
    CHECK(other.wait_for(std::chrono::milliseconds(50)) == std::future_status::timeout);
    table.proxy.pass();
    CHECK(connection.is_answered_within(60'000));
    other.get();
}

TEST_CASE("a lasting fault meets all connections, also new ones, until the proxy lets pass") {
    ProxiedTable table;
    SqlConnection idle(table.conninfo);
    SqlConnection connection(table.conninfo);
    SECTION("by a cut") {
        table.proxy.arm({Direction::to_server, 1, true, Then::cut, true});
        CHECK_FALSE(error_of([&] { connection.execute("SELECT 1"); }).empty());
        CHECK_FALSE(error_of([&] { idle.execute("SELECT 1"); }).empty());
        CHECK_FALSE(error_of([&] { SqlConnection begun(table.conninfo); }).empty());
        table.proxy.pass();
        CHECK(SqlConnection(table.conninfo).execute("SELECT 1") == "1");
    }
    SECTION("by a silence") {
        table.proxy.arm({Direction::to_server, 1, false, Then::fall_silent, true});
        connection.send("SELECT 1");
        wait_until_true("the fault", [&] { return table.proxy.has_failed(); });
        idle.send("SELECT 1");
        CHECK_FALSE(idle.is_answered_within(50));
        CHECK_FALSE(connection.is_answered_within(50));
        table.proxy.pass();
        CHECK(idle.is_answered_within(60'000));
        CHECK(connection.is_answered_within(60'000));
    }
}

TEST_CASE("a proxy cuts all connections at once, and at its end") {
    auto const listening =
        GENERATE(CuttingProxy::Listening::on_socket, CuttingProxy::Listening::on_tcp);
    auto table = std::make_unique<ProxiedTable>(listening);
    auto const conninfo = table->conninfo;
    SqlConnection connection(conninfo);
    SqlConnection other(conninfo);
    auto const fails = [](SqlConnection& cut) {
        auto const error = error_of([&] { cut.execute("SELECT 1"); });
        return contains(error, "closed the connection") || contains(error, "reset by peer") ||
               contains(error, "Broken pipe");
    };
    table->proxy.cut_all();
    CHECK(fails(connection));
    CHECK(fails(other));
    SqlConnection further(conninfo);
    CHECK(further.execute("SELECT 1") == "1");
    table.reset();
    CHECK(fails(further));
    CHECK_FALSE(error_of([&] { SqlConnection cut(conninfo); }).empty());
}

TEST_CASE("a proxy before no server closes what connects to it") {
    CuttingProxy const proxy("/nowhere/.s.PGSQL.5432");
    CHECK_FALSE(error_of([&] { SqlConnection connection(proxy.conninfo()); }).empty());
    CHECK(proxy.connections() == 1);
}
