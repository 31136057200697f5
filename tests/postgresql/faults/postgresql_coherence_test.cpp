// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/settings_cache.hpp>

#include "coherence/coherent_processes.hpp"
#include "postgresql/patience.hpp"
#include "postgresql/postgresql_server.hpp"
#include "support/catch.hpp"
#include "support/sample_record.hpp"

#include <human_support/postgresql_repository.hpp>

#include <chrono>
#include <string>

using namespace human_support;
using namespace human_support::tests;

TEST_CASE("caches of several nodes show nothing old, nothing backwards and nothing made up") {
    Random random;
    INFO("HUMAN_SUPPORT_TEST_SEED=" << random.seed());
    for (auto round = coherence_rounds(); round > 0; --round) {
        check_coherence(POSTGRESQL_COHERENCE_PROCESS, shared_server().fresh_schema(), random);
    }
}

TEST_CASE("what one node writes shows in the caches of others, which ask for nothing but news") {
    auto const conninfo = shared_server().fresh_schema();
    auto const one = PostgresqlRepository::open(conninfo, {.readers = 1}).value();
    auto const other = PostgresqlRepository::open(conninfo, {.readers = 1}).value();
    SettingsCache writing(*one);
    SettingsCache reading(*other, {.staleness = std::chrono::milliseconds(20)});
    auto const bot = sample_record("bot").chatbot_id;
    REQUIRE(reading.preload());
    Revision seen = no_revision;
    for (int i = 0; i < 20; ++i) {
        auto const revision = store(writing, sample_record("bot")).value();
        wait_until_true("the record", [&] {
            auto const found = reading.try_find_cached(bot);
            auto const shown = found && found->record ? found->record->revision : no_revision;
            CHECK(shown >= seen);
            seen = shown;
            return shown == revision;
        });
    }
    REQUIRE(writing.write(Write::erase(bot)));
    wait_until_true("the erasure", [&] {
        auto const found = reading.try_find_cached(bot);
        return found && !found->record;
    });
    CHECK(reading.counters().loads == 0);
    CHECK(reading.counters().failures == 0);
    CHECK(reading.counters().staleness);
}
