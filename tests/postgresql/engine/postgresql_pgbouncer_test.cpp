// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/postgresql_repository.hpp>

#include "postgresql/engine/opening.hpp"
#include "postgresql/engine/postgresql_engine.hpp"
#include "postgresql/pgbouncer.hpp"
#include "support/catch.hpp"
#include "support/sample_record.hpp"

#include <human_support/testing/repository_conformance.hpp>

using namespace human_support;
using namespace human_support::tests;

TEST_CASE("PgBouncer in session mode may be between, and may be killed") {
    if (Pgbouncer::is_missing()) {
        return;
    }
    Pgbouncer pgbouncer(shared_server());
    auto const fresh_place = [&] {
        return pgbouncer.conninfo("dbname=" + shared_server().fresh_database());
    };
    auto const engine = postgresql_engine(fresh_place);
    for (auto const& check : testing::handle_checks()) {
        INFO(check.name);
        CHECK_NOTHROW(check.run(engine.new_factory()));
    }
    auto const bot = sample_record("bot");
    auto const repository = opened(fresh_place());
    REQUIRE(store(*repository, bot));
    pgbouncer.kill();
    CHECK(repository->find(bot.chatbot_id) == Errc::storage_failed);
    CHECK(store(*repository, bot) == Errc::storage_failed);
    pgbouncer.start();
    CHECK(repository->find(bot.chatbot_id).value()->revision == 1);
    CHECK(store(*repository, bot).value() == 2);
    CHECK(repository->counters().reconnects == 2);
}
