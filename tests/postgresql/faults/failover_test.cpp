// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/postgresql_repository.hpp>

#include "faults/crash/store_state.hpp"
#include "postgresql/faults/running_writers.hpp"
#include "postgresql/postgresql_server.hpp"
#include "support/catch.hpp"
#include "support/random_settings.hpp"
#include "support/sample_record.hpp"

#include <human_support/settings_cache.hpp>

#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <vector>

using namespace human_support;
using namespace human_support::tests;

namespace {

std::shared_ptr<PostgresqlRepository>
open_at(std::string const& conninfo,
        std::chrono::milliseconds timeout = std::chrono::milliseconds(5000)) {
    return PostgresqlRepository::open(conninfo, {.timeout = timeout, .readers = 2}).value();
}

/// What finds the one of two servers that can be written to.
std::string either(PostgresqlServer const& one, PostgresqlServer const& other) {
    return "host=" + one.folder().string() + "," + other.folder().string() +
           " port=" + std::to_string(one.port()) + "," + std::to_string(other.port()) +
           " user=postgres dbname=postgres target_session_attrs=read-write";
}

/// The process of a commit that waits for a standby; nothing if there is none.
std::string waiting_for_standby(PostgresqlServer const& server) {
    return server.execute("SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
}

void await_waiting_for_standby(PostgresqlServer const& server, std::string const& other_than) {
    server.wait_until("SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event = 'SyncRep' "
                      "AND pid <> " +
                      other_than);
}

void cancel(std::string const& process, PostgresqlServer const& server) {
    REQUIRE(server.execute("SELECT pg_cancel_backend(" + process + ")") == "t");
}

ChatbotId bot(std::string const& text) { return ChatbotId::parse(text).value(); }

} // namespace

TEST_CASE("what was acknowledged is there after a failover to a synchronous standby, and nodes go "
          "on by themselves") {
    Random random;
    INFO("HUMAN_SUPPORT_TEST_SEED=" << random.seed());
    PostgresqlServer primary;
    auto standby = primary.standby();
    auto const one = open_at(either(primary, standby));
    auto const other = open_at(either(primary, standby));
    auto const before = one->changes(std::nullopt, 0).value().mark;
    CallHistory history(StoreState{});
    RunningWriters writers({"a", "b", "c", "d"}, random.seed());
    writers.start({one, other}, history);
    writers.await_stored(50 + random.up_to(50));
    primary.kill_all();
    standby.promote();
    writers.await_stored(20);
    CHECK(writers.stop() == std::vector<std::string>{});

    auto const state = read_store(open_at(standby.conninfo()));
    CHECK(history.faults(state) == CallHistory::Faults{});
    CHECK(state.mark.epoch != before.epoch);
    CHECK(one->changes(before, 10) == Errc::feed_restarted);
    CHECK(other->changes(std::nullopt, 0).value().mark == state.mark);
}

TEST_CASE("what a failover to an asynchronous standby lost is never taken for what came after") {
    PostgresqlServer primary;
    auto standby = primary.standby(false);
    auto const node = open_at(either(primary, standby));
    SettingsCache cache(*node, {.own_thread = false});
    REQUIRE(store(*node, sample_record("kept")));
    standby.wait_until("SELECT to_regclass('human_support_settings') IS NOT NULL");
    standby.wait_until("SELECT count(*) = 1 FROM human_support_settings");
    standby.stop();
    auto const lost = store(*node, sample_record("lost")).value();
    REQUIRE(cache.preload());
    CHECK(cache.find_cached(bot("lost")).value().record->revision == lost);
    auto const mark = node->changes(std::nullopt, 0).value().mark;
    REQUIRE(mark.revision == lost);

    primary.kill_all();
    standby.start();
    standby.promote();
    auto const came =
        open_at(standby.conninfo())->write(Write::store(sample_record("came"), Absent{})).value();
    CHECK(came.revision == lost);
    CHECK(came.epoch != mark.epoch);
    CHECK(node->changes(mark, 10) == Errc::feed_restarted);

    REQUIRE(cache.refresh());
    CHECK(cache.find_cached(bot("lost")).value().record == nullptr);
    CHECK(cache.find_cached(bot("came")).value().record->epoch == came.epoch);
    CHECK(cache.find_cached(bot("kept")).value().record->epoch == came.epoch);
    CHECK(cache.counters().is_complete);
}

TEST_CASE("a write is not reported as stored before a synchronous standby has it") {
    PostgresqlServer primary;
    auto standby = primary.standby();
    auto const in_time = std::chrono::seconds(60);
    auto const write = [](PostgresqlRepository& node, std::string const& chatbot_id) {
        return std::async(std::launch::async, [&node, chatbot_id] {
            return node.write(Write::store(sample_record(chatbot_id), Absent{}));
        });
    };

    // It does not come back in time.
    auto const hasty = open_at(primary.conninfo(), std::chrono::milliseconds(200));
    standby.pause();
    CHECK(write(*hasty, "slow").get() == Errc::outcome_unknown);
    CHECK(hasty->counters().unclear_commits == 1);
    standby.resume();
    primary.wait_until("SELECT count(*) = 1 FROM human_support_settings");
    CHECK(hasty->find(bot("slow")).value() != nullptr);

    // Somebody cancels the wait, which the server calls a success, and it does not come back.
    auto const patient = open_at(primary.conninfo(), std::chrono::milliseconds(1500));
    standby.pause();
    auto unknown = write(*patient, "unknown");
    await_waiting_for_standby(primary, "0");
    cancel(waiting_for_standby(primary), primary);
    CHECK(unknown.get() == Errc::outcome_unknown);
    standby.resume();
    primary.wait_until("SELECT count(*) = 0 FROM pg_stat_activity WHERE wait_event = 'SyncRep'");

    // It comes back, and so has the record before the primary is lost.
    auto const node = open_at(primary.conninfo(), in_time);
    standby.pause();
    auto written = write(*node, "cancelled");
    await_waiting_for_standby(primary, "0");
    auto const first = waiting_for_standby(primary);
    cancel(first, primary);
    await_waiting_for_standby(primary, first);
    CHECK(written.wait_for(std::chrono::seconds(0)) == std::future_status::timeout);
    standby.resume();
    auto const mark = written.get();
    REQUIRE(mark);
    CHECK(node->counters().unclear_commits == 1);
    CHECK(node->counters().commits == 1);
    primary.kill_all();
    standby.promote();
    auto const found = open_at(standby.conninfo())->find(bot("cancelled")).value();
    REQUIRE(found);
    CHECK(found->revision == mark->revision);
}
