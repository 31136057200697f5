// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "postgresql/pgbouncer.hpp"

#include "postgresql/error_of.hpp"
#include "postgresql/patience.hpp"
#include "postgresql/sql_connection.hpp"
#include "support/catch.hpp"

#include <set>
#include <string>

using namespace human_support::tests;

TEST_CASE("clients of PgBouncer have one session after the other, without what one has set") {
    if (Pgbouncer::is_missing()) {
        return;
    }
    Pgbouncer const pgbouncer(shared_server());
    auto const database = pgbouncer.conninfo("dbname=" + shared_server().fresh_database());
    auto const session = [&] {
        SqlConnection connection(database);
        connection.execute("CREATE TABLE IF NOT EXISTS sample (number int)");
        CHECK(connection.execute("SHOW statement_timeout") == "0");
        connection.execute("SET statement_timeout = 1000");
        CHECK(connection.execute("SHOW statement_timeout") == "1s");
        return connection.execute("SELECT pg_backend_pid()");
    };
    std::set<std::string> seen; // one that was left just now may not be free yet
    wait_until_true("a session that is used again", [&] { return !seen.insert(session()).second; });
}

TEST_CASE("a PgBouncer that is killed ends its connections, and others come once it is back") {
    if (Pgbouncer::is_missing()) {
        return;
    }
    Pgbouncer pgbouncer(shared_server());
    SqlConnection connection(pgbouncer.conninfo());
    pgbouncer.kill();
    CHECK(contains(error_of([&] { connection.execute("SELECT 1"); }), "closed the connection"));
    pgbouncer.start();
    CHECK(SqlConnection(pgbouncer.conninfo()).execute("SELECT 2") == "2");
}
