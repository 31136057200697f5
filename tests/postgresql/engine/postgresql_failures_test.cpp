// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/postgresql_repository.hpp>

#include "postgresql/engine/opening.hpp"
#include "postgresql/error_of.hpp"
#include "support/catch.hpp"
#include "support/group_commit.hpp"
#include "support/sample_record.hpp"

#include <atomic>
#include <chrono>
#include <string>

using namespace human_support;
using namespace human_support::tests;
using namespace std::chrono_literals;

namespace {

auto const bot = sample_record("bot");

/// When a write fails.
enum class Fails { at_the_statement, at_the_commit };

/// Lets the first `times` writes of records fail with an SQLSTATE.
void fail_writes(std::string const& place, std::string const& sqlstate, int times,
                 Fails when = Fails::at_the_statement) {
    SqlConnection connection(place);
    connection.execute("CREATE SEQUENCE failures"); // it counts what is rolled back, too
    connection.execute("CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                       "IF nextval('failures') <= " +
                       std::to_string(times) + " THEN RAISE EXCEPTION 'refused' USING ERRCODE = '" +
                       sqlstate + "'; END IF; RETURN NULL; END $$");
    bool const deferred = when == Fails::at_the_commit;
    connection.execute("CREATE " + std::string(deferred ? "CONSTRAINT " : "") +
                       "TRIGGER fail AFTER INSERT OR UPDATE ON human_support_settings " +
                       (deferred ? "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW " : "") +
                       "EXECUTE FUNCTION fail()");
}

/// That everything works, and that `revision` is the last one of the store.
void require_sound(PostgresqlRepository& repository, Revision revision) {
    auto const mark = repository.changes(std::nullopt, 0).value().mark;
    REQUIRE(mark.revision == revision);
    REQUIRE(store(repository, bot).value() == revision + 1);
    REQUIRE(repository.find(bot.chatbot_id).value()->revision == revision + 1);
    REQUIRE(repository.list({}).value().records.size() == 1);
    REQUIRE(repository.changes(mark, 10).value().changes.size() == 1);
}

} // namespace

TEST_CASE("A write that waits too long for another writer is busy, and reads do not wait") {
    auto const place = shared_server().fresh_schema();
    auto const repository = opened(place, {.timeout = 100ms});
    REQUIRE(store(*repository, bot));
    SqlConnection other(place);
    other.execute("BEGIN");
    other.execute("SELECT 1 FROM human_support_store FOR UPDATE");
    CHECK(store(*repository, bot) == Errc::busy);
    CHECK(repository->purge_erasures(Timestamp::max()) == Errc::busy);
    CHECK(repository->find(bot.chatbot_id).value()->revision == 1);
    CHECK(repository->list({}).value().records.size() == 1);
    CHECK(repository->changes(std::nullopt, 1).value().mark.revision == 1);
    other.execute("COMMIT");
    require_sound(*repository, 1);
}

TEST_CASE("A call that waits too long for a locked table is busy") {
    auto const place = shared_server().fresh_schema();
    auto const repository = opened(place, {.timeout = 100ms});
    REQUIRE(store(*repository, bot));
    SqlConnection other(place);
    other.execute("BEGIN");
    other.execute("LOCK TABLE human_support_settings IN ACCESS EXCLUSIVE MODE");
    CHECK(repository->find(bot.chatbot_id) == Errc::busy);
    CHECK(repository->list({}) == Errc::busy);
    CHECK(repository->changes(std::nullopt, 1) == Errc::busy);
    CHECK(store(*repository, bot) == Errc::busy);
    other.execute("ROLLBACK");
    require_sound(*repository, 1);
}

TEST_CASE("A read that takes the server too long is busy") {
    auto const place = shared_server().fresh_schema();
    auto const repository = opened(place, {.timeout = 100ms});
    REQUIRE(store(*repository, bot));
    SqlConnection other(place);
    other.execute("ALTER TABLE human_support_settings RENAME TO records");
    other.execute("CREATE VIEW human_support_settings AS SELECT records.* FROM records, "
                  "pg_sleep(60)");
    auto const found = repository->find(bot.chatbot_id);
    REQUIRE_FALSE(found);
    CHECK(found.error() == Errc::busy);
    CHECK(contains(found.error().message(), "57014"));
    other.execute("DROP VIEW human_support_settings");
    other.execute("ALTER TABLE records RENAME TO human_support_settings");
    require_sound(*repository, 1);
}

TEST_CASE("A write that conflicts with another transaction is tried again") {
    std::string const sqlstate = GENERATE("40001", "40P01");
    auto const when = GENERATE(Fails::at_the_statement, Fails::at_the_commit);
    auto const place = shared_server().fresh_schema();
    auto const repository = opened(place, {.timeout = 60s});
    fail_writes(place, sqlstate, 3, when);
    CHECK(store(*repository, bot).value() == 1);
    CHECK(repository->counters().retries == 3);
    CHECK(repository->counters().commits == 1);
    CHECK(repository->counters().reconnects == 0);
    require_sound(*repository, 1);
}

TEST_CASE("A write that conflicts again and again is busy in the end, and stores nothing") {
    auto const place = shared_server().fresh_schema();
    auto const repository = opened(place, {.timeout = 20ms});
    fail_writes(place, "40001", 1'000'000);
    CHECK(store(*repository, bot) == Errc::busy);
    CHECK(repository->counters().retries > 0);
    SqlConnection(place).execute("DROP TRIGGER fail ON human_support_settings");
    require_sound(*repository, 0);
}

TEST_CASE("A write that the server refuses stores nothing, and says what to do") {
    auto const [sqlstate, code, advice] = GENERATE(table<std::string, Errc, std::string>(
        {{"53100", Errc::storage_full, "Make room"},
         {"53200", Errc::storage_failed, "more room"},
         {"55P03", Errc::busy, "try again"},
         {"57014", Errc::busy, "try again"},
         {"23505", Errc::storage_corrupt, "Restore a backup"},
         {"23514", Errc::storage_failed, "altered the tables"},
         {"22001", Errc::storage_failed, "altered the tables"},
         {"25006", Errc::storage_failed, "Connect to the primary"},
         {"42501", Errc::storage_failed, "Grant the user"},
         {"XX001", Errc::storage_corrupt, "Restore a backup"},
         {"XX002", Errc::storage_corrupt, "REINDEX"},
         {"P0001", Errc::storage_failed, "the server's log"}}));
    CAPTURE(sqlstate);
    auto const place = shared_server().fresh_schema();
    auto const repository = opened(place);
    fail_writes(place, sqlstate, 1);
    auto const refused = store(*repository, bot);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code() == code);
    CHECK(contains(refused.error().message(), sqlstate));
    CHECK(contains(refused.error().message(), advice));
    CHECK(repository->counters().retries == 0);
    require_sound(*repository, 0);
}

TEST_CASE("A commit that the server refuses stores nothing") {
    auto const place = shared_server().fresh_schema();
    auto const repository = opened(place);
    fail_writes(place, "53100", 1, Fails::at_the_commit);
    CHECK(store(*repository, bot) == Errc::storage_full);
    CHECK(repository->counters().unclear_commits == 0);
    require_sound(*repository, 0);
}

TEST_CASE("A record that a constraint of others refuses fails alone, and not those beside it") {
    auto const place = shared_server().fresh_schema();
    auto const repository = opened(place);
    SqlConnection(place).execute(
        "ALTER TABLE human_support_settings ADD CHECK (updated_by <> 'refused')");
    std::atomic<bool> as_expected = true;
    repeat_on_threads(
        [&](int thread) {
            auto record = sample_record(bot_of(thread));
            record.updated_by = thread == 0 ? "refused" : "actor";
            auto const stored = store(*repository, record);
            as_expected =
                as_expected && (thread == 0 ? stored == Errc::storage_failed : stored.has_value());
        },
        [&] { return repository->counters().merged_calls >= 20; });
    CHECK(as_expected);
    CHECK_FALSE(repository->find(sample_record(bot_of(0)).chatbot_id).value());
}

TEST_CASE("A transaction that hangs with the counter loses it") {
    auto const place = shared_server().fresh_schema();
    auto const repository = opened(place, {.timeout = 60s});
    SqlConnection hanging(place);
    hanging.execute("SET idle_in_transaction_session_timeout = 100"); // as the engine has it
    hanging.execute("BEGIN");
    hanging.execute("SELECT 1 FROM human_support_store FOR UPDATE");
    require_sound(*repository, 0);
}

TEST_CASE("A role whose transactions only read is storage_failed when it writes") {
    auto const role = fresh_role(shared_server(), "SUPERUSER");
    shared_server().execute("ALTER ROLE " + role + " SET default_transaction_read_only = on");
    auto const place = shared_server().fresh_schema();
    auto const as_reader = place + " user=" + role;
    CHECK(refusal(as_reader) == Errc::storage_failed);
    CHECK(store(*opened(place), bot));
    auto const repository = opened(as_reader);
    CHECK(repository->find(bot.chatbot_id).value());
    auto const refused = store(*repository, bot);
    REQUIRE_FALSE(refused);
    CHECK(refused.error() == Errc::storage_failed);
    CHECK(contains(refused.error().message(), "only reads"));
    CHECK(repository->find(bot.chatbot_id).value()->revision == 1);
}
