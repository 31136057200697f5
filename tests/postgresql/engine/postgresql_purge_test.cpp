// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/postgresql_repository.hpp>

#include "postgresql/engine/opening.hpp"
#include "support/catch.hpp"
#include "support/erase_some.hpp"
#include "support/erasure_purges.hpp"
#include "support/sample_record.hpp"

#include <chrono>
#include <cstddef>
#include <future>
#include <optional>
#include <string>

using namespace human_support;
using namespace human_support::tests;

namespace {

/// Reads the feed over and over while all erasures are purged. Returns how often that had to begin
/// again.
int restarts_during_purge(std::string const& place, std::size_t erasures) {
    auto const repository = opened(place);
    auto const other = opened(place);
    std::optional<FeedMark> mark;
    int restarts = 0;
    auto const read_to_end = [&] {
        for (bool is_end = false; !is_end;) {
            auto const page = other->changes(mark, max_page_size);
            if (!page) {
                REQUIRE(page.error() == Errc::feed_restarted);
                mark.reset();
                ++restarts;
                continue;
            }
            mark = page->mark;
            is_end = page->changes.empty();
        }
    };
    read_to_end();
    auto purge =
        std::async(std::launch::async, [&] { return repository->purge_erasures(far_ahead); });
    bool is_over = false;
    while (!is_over) { // and once more when it is
        is_over = purge.wait_for(std::chrono::seconds{0}) == std::future_status::ready;
        read_to_end();
    }
    REQUIRE(purge.get().value() == erasures);
    return restarts;
}

} // namespace

TEST_CASE("A purge on PostgreSQL forgets the erasures from before a time, and nothing else") {
    require_forgets_old_erasures(*opened(shared_server().fresh_schema()));
}

TEST_CASE("Who has not read the erasures that PostgreSQL purged has to begin again") {
    require_who_is_behind_begins_again(*opened(shared_server().fresh_schema()));
}

TEST_CASE("Revisions go on after a purge on PostgreSQL") {
    require_revisions_after_purge(*opened(shared_server().fresh_schema()));
}

TEST_CASE("An erasure on PostgreSQL is as old as its last one") {
    require_age_of_last_erasure(*opened(shared_server().fresh_schema()));
}

TEST_CASE("A purge of nothing leaves PostgreSQL's epoch as it is") {
    require_nothing_of_purge_of_nothing(*opened(shared_server().fresh_schema()));
}

TEST_CASE("A purge of times that PostgreSQL does not store forgets nothing or everything") {
    auto const repository = opened(shared_server().fresh_schema());
    erase_some(*repository, 3);
    CHECK(repository->purge_erasures(Timestamp::min()).value() == 0);
    CHECK(repository->purge_erasures(Timestamp::max()).value() == 3);
}

TEST_CASE("Who reads PostgreSQL's feed while thousands of erasures are purged begins again once") {
    int const erasures = GENERATE(1, 999, 1000, 1001, 3500);
    CAPTURE(erasures);
    auto const place = shared_server().fresh_schema();
    erase_some(*opened(place), erasures);
    CHECK(restarts_during_purge(place, static_cast<std::size_t>(erasures)) == 1);
}

TEST_CASE("An erasure that is made during a purge on PostgreSQL stays") {
    auto const place = shared_server().fresh_schema();
    auto const repository = opened(place);
    auto const other = opened(place + " application_name=erasing");
    auto const bot = sample_record("bot");
    REQUIRE(store(*repository, bot));
    erase_some(*repository, 2500);

    // The first 1,000 are held up until the erasure waits for its turn, which is before the others.
    SqlConnection holding(place);
    holding.execute("CREATE FUNCTION hold_up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                    "PERFORM pg_advisory_xact_lock(1); RETURN NULL; END $$");
    holding.execute("CREATE TRIGGER hold_up AFTER DELETE ON human_support_erasures "
                    "EXECUTE FUNCTION hold_up()");
    holding.execute("SELECT pg_advisory_lock(1)");
    auto purge =
        std::async(std::launch::async, [&] { return repository->purge_erasures(far_ahead); });
    shared_server().wait_until("SELECT count(*) > 0 FROM pg_locks WHERE locktype = 'advisory' "
                               "AND NOT granted");
    auto erasure =
        std::async(std::launch::async, [&] { return other->write(Write::erase(bot.chatbot_id)); });
    shared_server().wait_until("SELECT count(*) > 0 FROM pg_stat_activity WHERE "
                               "application_name = 'erasing' AND wait_event_type = 'Lock'");
    holding.execute("SELECT pg_advisory_unlock(1)");
    CHECK(purge.get().value() == 2500);
    CHECK(erasure.get());

    auto const news = repository->changes(std::nullopt, 10).value().changes;
    REQUIRE(news.size() == 1);
    CHECK(news.front().chatbot_id == bot.chatbot_id);
    CHECK(news.front().record == nullptr);
    CHECK(repository->purge_erasures(far_ahead).value() == 1);
}
