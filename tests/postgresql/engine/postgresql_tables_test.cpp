// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/postgresql_repository.hpp>

#include "postgresql/engine/opening.hpp"
#include "postgresql/error_of.hpp"
#include "support/catch.hpp"
#include "support/sample_record.hpp"

#include <human_support/testing/conformance/threads.hpp>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

using namespace human_support;
using namespace human_support::tests;

namespace {

/// How many tables there are of those that a connection names without a schema.
std::string tables_in(std::string const& place) {
    return SqlConnection(place).execute(
        "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()");
}

} // namespace

TEST_CASE("Tables that are missing are made only if that is allowed") {
    auto const place = shared_server().fresh_schema();
    auto const refused = refusal(place, {.create = false});
    CHECK(refused == Errc::storage_failed);
    CHECK(contains(refused.message(), "holds no human support settings"));
    CHECK(tables_in(place) == "0");
    CHECK(opened(place));
    CHECK(tables_in(place) == "3");
    CHECK(opened(place, {.create = false}));
}

TEST_CASE("Tables of another program that have our names are left alone") {
    std::string const theirs = GENERATE("CREATE TABLE human_support_store (number int)",
                                        "CREATE TABLE human_support_settings (number int)",
                                        "CREATE TABLE human_support_erasures (number int)",
                                        "CREATE VIEW human_support_store AS SELECT 1 AS epoch");
    CAPTURE(theirs);
    auto const place = shared_server().fresh_schema();
    SqlConnection(place).execute(theirs);
    auto const before = tables_in(place);
    bool const create = GENERATE(true, false);
    auto const refused = refusal(place, {.create = create});
    CHECK(refused == Errc::storage_failed);
    CHECK(contains(refused.message(), "another program"));
    CHECK(contains(refused.message(), schema_of(place)));
    CHECK(tables_in(place) == before);
}

TEST_CASE("Tables that belong together and lost their row of numbers are storage_corrupt") {
    auto const place = shared_server().fresh_schema();
    auto const repository = opened(place);
    SqlConnection(place).execute("DELETE FROM human_support_store");
    CHECK(refusal(place) == Errc::storage_corrupt);
    CHECK(store(*repository, sample_record("bot")) == Errc::storage_corrupt);
    CHECK(repository->changes(std::nullopt, 1) == Errc::storage_corrupt);
    CHECK(repository->purge_erasures(Timestamp::max()) == Errc::storage_corrupt);
}

TEST_CASE("A role that may not create tables is storage_failed") {
    auto const place = shared_server().fresh_schema();
    auto const role = fresh_role(shared_server());
    shared_server().execute("GRANT USAGE ON SCHEMA " + schema_of(place) + " TO " + role);
    auto const refused = refusal(place + " user=" + role);
    CHECK(refused == Errc::storage_failed);
    CHECK(contains(refused.message(), "42501"));
    CHECK(contains(refused.message(), "Grant"));
    CHECK(tables_in(place) == "0");
}

TEST_CASE("A role that may use the tables and nothing else is enough once they are there") {
    auto const place = shared_server().fresh_schema();
    CHECK(opened(place));
    auto const role = fresh_role(shared_server());
    auto const schema = schema_of(place);
    shared_server().execute("GRANT USAGE ON SCHEMA " + schema + " TO " + role);
    auto const refused = refusal(place + " user=" + role);
    CHECK(refused == Errc::storage_failed);
    CHECK(contains(refused.message(), "42501"));

    shared_server().execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA " +
                            schema + " TO " + role);
    auto const repository = opened(place + " user=" + role);
    CHECK(store(*repository, sample_record("bot")));
    CHECK(repository->write(Write::erase(sample_record("bot").chatbot_id)));
    CHECK(repository->purge_erasures(Timestamp::min()).value() == 0);
    CHECK(repository->purge_erasures(Timestamp::max()) == Errc::storage_failed); // not the owner
    CHECK(repository->changes(std::nullopt, 1).value().changes.size() == 1);
}

TEST_CASE("A role that may only read the tables reads, and its writes are storage_failed") {
    auto const place = shared_server().fresh_schema();
    auto const owner = opened(place);
    CHECK(store(*owner, sample_record("bot")));
    auto const role = fresh_role(shared_server());
    auto const schema = schema_of(place);
    shared_server().execute("GRANT USAGE ON SCHEMA " + schema + " TO " + role);
    shared_server().execute("GRANT SELECT ON ALL TABLES IN SCHEMA " + schema + " TO " + role);
    auto const repository = opened(place + " user=" + role);
    CHECK(repository->find(sample_record("bot").chatbot_id).value());
    CHECK(store(*repository, sample_record("other")) == Errc::storage_failed);
    CHECK(repository->purge_erasures(Timestamp::max()) == Errc::storage_failed);
    CHECK(repository->find(sample_record("bot").chatbot_id).value());
}

TEST_CASE("A search_path without a schema that is there is storage_failed") {
    auto const refused = refusal(shared_server().conninfo("options=-csearch_path=no_such_schema"));
    CHECK(refused == Errc::storage_failed);
    CHECK(contains(refused.message(), "search_path"));
}

TEST_CASE("Tables of a newer version are schema_too_new, at opening and from then on") {
    auto const place = shared_server().fresh_schema();
    auto const repository = opened(place);
    CHECK(store(*repository, sample_record("bot")));
    SqlConnection(place).execute("UPDATE human_support_store SET schema_version = 100");
    CHECK(opened(place)); // an older version of the library may go on
    CHECK(store(*repository, sample_record("bot")));

    SqlConnection(place).execute("CREATE OR REPLACE FUNCTION human_support_oldest_compatible() "
                                 "RETURNS bigint STABLE LANGUAGE sql AS 'SELECT 99::bigint'");
    auto const refused = refusal(place);
    CHECK(refused == Errc::schema_too_new);
    CHECK(contains(refused.message(), "version 99 or newer"));
    CHECK(repository->find(sample_record("bot").chatbot_id) == Errc::schema_too_new);
    CHECK(repository->list({}) == Errc::schema_too_new);
    CHECK(repository->changes(std::nullopt, 1) == Errc::schema_too_new);
    CHECK(store(*repository, sample_record("bot")) == Errc::schema_too_new);
    CHECK(repository->purge_erasures(Timestamp::max()) == Errc::schema_too_new);
    CHECK(SqlConnection(place).execute("SELECT last_revision FROM human_support_store") == "2");
}

TEST_CASE("Threads that open an empty schema at once all succeed, also on several schemas") {
    std::vector<std::string> const places{shared_server().fresh_schema(),
                                          shared_server().fresh_schema()};
    constexpr std::size_t openings = 10;
    testing::StartingLine start(openings);
    std::atomic<std::size_t> stored = 0;
    std::vector<std::jthread> threads;
    for (std::size_t thread = 0; thread < openings; ++thread) {
        threads.emplace_back([&, thread] {
            start.arrive_and_wait();
            auto const repository =
                PostgresqlRepository::open(places[thread % places.size()], {.readers = 1});
            stored += repository && store(**repository, sample_record("bot")) ? 1U : 0U;
        });
    }
    threads.clear();
    CHECK(stored == openings);
    for (auto const& place : places) {
        CHECK(SqlConnection(place).execute("SELECT last_revision FROM human_support_store") == "5");
    }
}

TEST_CASE("The name of the schema may need quotes") {
    auto const database = shared_server().fresh_database();
    auto const place = shared_server().conninfo(
        "dbname=" + database + R"( options='-csearch_path="My\\ ""Schema"",\\ x"')");
    SqlConnection(shared_server().conninfo("dbname=" + database))
        .execute(R"(CREATE SCHEMA "My ""Schema"", x")");
    auto const repository = opened(place);
    CHECK(tables_in(place) == "3");
    CHECK(store(*repository, sample_record("bot")));
    CHECK(repository->find(sample_record("bot").chatbot_id).value());
    CHECK(opened(place, {.create = false})->find(sample_record("bot").chatbot_id).value());
}

TEST_CASE("Tables are found in every schema of the search_path, and are made in the first") {
    auto const place = shared_server().fresh_schema();
    auto const schema = schema_of(place);
    CHECK(store(*opened(place), sample_record("bot")));
    auto const other = shared_server().fresh_schema();
    auto const both = shared_server().conninfo("options=-csearch_path=no_such_schema," +
                                               schema_of(other) + "," + schema);
    CHECK(opened(both)->find(sample_record("bot").chatbot_id).value());
    CHECK(tables_in(other) == "0");
}

TEST_CASE("A repository stays with its schema when the role gets another search_path") {
    auto const role = fresh_role(shared_server());
    auto const database = shared_server().fresh_database();
    auto const conninfo = shared_server().conninfo("dbname=" + database);
    SqlConnection admin(conninfo);
    for (std::string const schema : {"first", "second"}) {
        admin.execute("CREATE SCHEMA " + schema + " AUTHORIZATION " + role);
    }
    admin.execute("ALTER ROLE " + role + " SET search_path = first");
    auto const place = conninfo + " user=" + role + " application_name=search_path";
    auto const repository = opened(place);
    CHECK(store(*repository, sample_record("bot")));
    auto const mark = repository->changes(std::nullopt, 0).value().mark;

    admin.execute("ALTER ROLE " + role + " SET search_path = second");
    auto const second = opened(place);
    CHECK(store(*second, sample_record("of-second")));
    end_connections(shared_server(), "search_path");
    CHECK(repository->find(sample_record("bot").chatbot_id).value());
    CHECK_FALSE(repository->find(sample_record("of-second").chatbot_id).value());
    CHECK(store(*repository, sample_record("bot")).value() == 2);
    CHECK(repository->changes(mark, 1).value().mark.epoch == mark.epoch);
    CHECK(repository->counters().reconnects == 2);
}
