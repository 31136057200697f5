// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/postgresql_repository.hpp>

#include "postgresql/engine/opening.hpp"
#include "postgresql/engine/postgresql_engine.hpp"
#include "support/catch.hpp"
#include "support/sample_record.hpp"

#include <human_support/testing/repository_conformance.hpp>

#include <chrono>
#include <string>

using namespace human_support;
using namespace human_support::tests;

namespace {

/// What libpq connects with to a new schema of a database.
std::string fresh_schema_in(std::string const& database) {
    static int made = 0;
    auto const name = "place_" + std::to_string(++made);
    SqlConnection(shared_server().conninfo("dbname=" + database)).execute("CREATE SCHEMA " + name);
    return shared_server().conninfo("dbname=" + database + " options=-csearch_path=" + name +
                                    " application_name=of_writer");
}

/// Whether the server knows the collations of ICU.
bool has_icu() {
    return shared_server().execute(
               "SELECT count(*) > 0 FROM pg_collation WHERE collprovider = 'i'") == "t" &&
           shared_server().execute("SELECT current_setting('server_version_num')::int >= 150000") ==
               "t";
}

/// Has the server note a setting that a session has when it writes to our table.
void note_setting_of_writers(std::string const& place, std::string const& setting) {
    SqlConnection connection(place);
    connection.execute("CREATE TABLE noted (number serial, value text)");
    connection.execute("CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                       "INSERT INTO noted (value) VALUES (current_setting('" +
                       setting + "')); RETURN NULL; END $$");
    connection.execute("CREATE TRIGGER note AFTER INSERT OR UPDATE ON human_support_settings "
                       "EXECUTE FUNCTION note()");
}

/// What was noted last.
std::string noted(std::string const& place) {
    return SqlConnection(place).execute("SELECT value FROM noted ORDER BY number DESC LIMIT 1");
}

/// The setting with which a repository writes.
std::string setting_of_writer(std::string const& place, std::string const& setting,
                              PostgresqlOptions const& options = {}) {
    auto const repository = opened(place, options);
    note_setting_of_writers(place, setting);
    REQUIRE(store(*repository, sample_record("bot")));
    auto value = noted(place);
    end_connections(shared_server(), "of_writer");
    REQUIRE(store(*repository, sample_record("bot"))); // on a new connection
    CHECK(noted(place) == value);
    return value;
}

Epoch epoch_of(PostgresqlRepository const& repository) {
    return repository.changes(std::nullopt, 0).value().mark.epoch;
}

} // namespace

TEST_CASE("What a database has as defaults makes no difference to the storage contract") {
    auto const database = shared_server().fresh_database();
    for (std::string const setting :
         {"timezone = 'Asia/Kathmandu'", "datestyle = 'German, DMY'", "intervalstyle = 'iso_8601'",
          "bytea_output = 'escape'", "array_nulls = off", "standard_conforming_strings = off",
          "backslash_quote = off", "transform_null_equals = on", "quote_all_identifiers = on",
          "plan_cache_mode = force_generic_plan", "extra_float_digits = -15",
          "client_min_messages = debug1", "default_transaction_isolation = 'serializable'",
          "synchronous_commit = off", "statement_timeout = '1h'", "lock_timeout = '1h'",
          "idle_in_transaction_session_timeout = 0", "client_encoding = 'LATIN1'"}) {
        shared_server().execute("ALTER DATABASE " + database + " SET " + setting);
    }
    auto const engine = postgresql_engine([&] { return fresh_schema_in(database); });
    for (auto const& checks :
         {testing::record_checks(), testing::page_checks(), testing::expectation_checks(),
          testing::feed_checks(), testing::concurrency_checks()}) {
        for (auto const& check : checks) {
            INFO(check.name);
            CHECK_NOTHROW(check.run(engine.new_factory()));
        }
    }
}

TEST_CASE("The locale of a database makes no difference to the order of ids") {
    std::string const database = "of_locale";
    shared_server().execute(
        "CREATE DATABASE of_locale TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C' " +
        std::string(has_icu() ? "LOCALE_PROVIDER icu ICU_LOCALE 'en'" : ""));
    auto const engine = postgresql_engine([&] { return fresh_schema_in(database); });
    for (auto const& check : testing::page_checks()) {
        CHECK_NOTHROW(check.run(engine.new_factory()));
    }
}

TEST_CASE("A session writes with a synchronous_commit of on or more, whatever the default is") {
    auto const [setting, expected] =
        GENERATE(table<std::string, std::string>({{"off", "on"},
                                                  {"local", "on"},
                                                  {"remote_write", "on"},
                                                  {"on", "on"},
                                                  {"remote_apply", "remote_apply"}}));
    CAPTURE(setting);
    auto const database = shared_server().fresh_database();
    shared_server().execute("ALTER DATABASE " + database + " SET synchronous_commit = " + setting);
    CHECK(setting_of_writer(fresh_schema_in(database), "synchronous_commit") == expected);
}

TEST_CASE("A synchronous_commit as it is configured stays, and each writer renews the epoch") {
    auto const database = shared_server().fresh_database();
    shared_server().execute("ALTER DATABASE " + database + " SET synchronous_commit = off");
    auto const place = fresh_schema_in(database);
    PostgresqlOptions const options{.synchronous_commit = SynchronousCommit::as_configured};
    CHECK(setting_of_writer(place, "synchronous_commit", options) == "off");

    auto const one = opened(place, options);
    auto const first = epoch_of(*one);
    auto const other = opened(place, options);
    auto const second = epoch_of(*other);
    CHECK(second != first);
    CHECK(epoch_of(*one) == second);
    end_connections(shared_server(), "of_writer");
    CHECK(epoch_of(*one) == second); // who only reads renews nothing
    REQUIRE(store(*one, sample_record("bot")));
    CHECK(epoch_of(*one) != second);
    CHECK(epoch_of(*other) == epoch_of(*one));
}

TEST_CASE("A session has its own limits of time, whatever the default is") {
    auto const [setting, expected] = GENERATE(table<std::string, std::string>(
        {{"lock_timeout", "1234ms"},
         {"idle_in_transaction_session_timeout", "1234ms"},
         {"statement_timeout", "0"}, // a commit may wait for a standby
         {"transaction_isolation", "read committed"}}));
    CAPTURE(setting);
    auto const database = shared_server().fresh_database();
    if (setting != "transaction_isolation") {
        shared_server().execute("ALTER DATABASE " + database + " SET " + setting + " = '1h'");
    }
    auto const timeout = std::chrono::milliseconds(1234);
    CHECK(setting_of_writer(fresh_schema_in(database), setting, {.timeout = timeout}) == expected);
}
