// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/settings_cache.hpp>

#include "support/cached_storage.hpp"
#include "support/catch.hpp"
#include "support/intercepted_repository.hpp"

#include <memory>
#include <new>
#include <string>

using namespace human_support;
using namespace std::chrono_literals;

namespace {

void store_many(CachedStorage& host, int count) {
    for (int i = 0; i < count; ++i) {
        host.store_by_others("bot" + std::to_string(i));
    }
}

} // namespace

TEST_CASE("After a preload no read asks the storage") {
    CachedStorage host;
    auto const count = static_cast<int>(max_page_size) * 2 + 1;
    store_many(host, count);
    host.erase_by_others("bot7");
    REQUIRE(host.cache().preload());
    CHECK(host.cache().counters().is_complete);
    for (int i = 0; i < count; ++i) {
        REQUIRE((host.read("bot" + std::to_string(i)) == no_revision) == (i == 7));
    }
    CHECK(host.read("none") == no_revision);
    auto const kept = host.cache().try_find_cached(host.chatbot("never-asked-for"));
    REQUIRE(kept);
    CHECK_FALSE(kept->record);
    CHECK(host.cache().counters().loads == 0);
    CHECK(host.cache().counters().records == static_cast<std::size_t>(count) - 1);
}

TEST_CASE("A preload is the first look into the feed if there was none") {
    CachedStorage host;
    host.store_by_others("bot");
    SettingsCache cache(host.late, host.by_hand());
    REQUIRE(cache.preload());
    CHECK(cache.try_find_cached(host.chatbot("bot"))->record);
    CHECK_FALSE(cache.try_find_cached(host.chatbot("none"))->record);
}

TEST_CASE("After a preload the feed is enough") {
    CachedStorage host;
    store_many(host, 3);
    REQUIRE(host.cache().preload());
    auto const made = host.store_by_others("new");
    auto const changed = host.store_by_others("bot0");
    host.erase_by_others("bot1");
    host.store_by_others("short-lived");
    host.erase_by_others("short-lived");
    REQUIRE(host.cache().refresh());
    CHECK(host.read("new") == made);
    CHECK(host.read("bot0") == changed);
    CHECK(host.read("bot1") == no_revision);
    CHECK(host.read("short-lived") == no_revision);
    CHECK(host.cache().counters().loads == 0);
    CHECK(host.cache().counters().is_complete);
}

TEST_CASE("After a preload this process's writes show at once") {
    CachedStorage host;
    store_many(host, 2);
    REQUIRE(host.cache().preload());
    auto const made = host.store_by_cache("new");
    auto const changed = host.store_by_cache("bot0");
    host.erase_by_cache("bot1");
    for (int round = 0; round < 2; ++round) {
        CHECK(host.read("new") == made);
        CHECK(host.read("bot0") == changed);
        CHECK(host.read("bot1") == no_revision);
        REQUIRE(host.cache().refresh());
    }
    host.erase_by_cache("new");
    CHECK(host.read("new") == no_revision);
    auto const again = host.store_by_cache("new");
    CHECK(host.read("new") == again);
    CHECK(host.cache().counters().is_complete);
}

TEST_CASE("A preload that finds no room says so, and the storage is asked as before") {
    CachedStorage host;
    host.options.records = 10;
    store_many(host, 11);
    auto const done = host.cache().preload();
    CHECK(done == Errc::too_large);
    CHECK_FALSE(host.cache().counters().is_complete);
    CHECK(host.cache().counters().records == 10);
    CHECK_FALSE(host.is_kept("none"));
    for (int i = 0; i < 11; ++i) {
        CHECK(host.read("bot" + std::to_string(i)) != no_revision);
    }
    auto const newer = host.store_by_others("bot3");
    REQUIRE(host.cache().refresh());
    CHECK(host.read("bot3") == newer);
}

TEST_CASE("A record too many after a preload ends that nothing is asked of the storage") {
    CachedStorage host;
    host.options.records = 2;
    store_many(host, 2);
    REQUIRE(host.cache().preload());
    auto const third = host.store_by_others("third");
    REQUIRE(host.cache().refresh());
    CHECK_FALSE(host.cache().counters().is_complete);
    CHECK(host.read("third") == third);
    CHECK(host.read("bot0") != no_revision);
    CHECK(host.read("bot1") != no_revision);
    CHECK_FALSE(host.is_kept("none"));
}

TEST_CASE("A preload that fails is made up for by the next look into the feed") {
    CachedStorage host;
    auto const count = static_cast<int>(max_page_size) + 1;
    store_many(host, count);
    host.cache();
    auto const fail = [&] { host.failing.fail(Errc::busy, {testing::Verb::changes, 1}); };
    SECTION("at once") { fail(); }
    SECTION("at the first page") { host.late.after_mark = fail; }
    SECTION("at the end of the first page") { host.late.after_page = fail; }
    SECTION("at the second page") {
        host.late.after_page = [&] { host.late.after_mark = fail; };
    }
    CHECK(host.cache().preload() == Errc::busy);
    CHECK_FALSE(host.cache().counters().is_complete);
    CHECK(host.read("bot3") != no_revision);
    REQUIRE(host.cache().refresh());
    CHECK(host.cache().counters().is_complete);
    CHECK(host.cache().counters().records == static_cast<std::size_t>(count));
}

TEST_CASE("A preload that runs out of memory is made up for by the next look into the feed") {
    auto const others = std::make_shared<MemoryRepository>();
    for (int i = 0; i < 1500; ++i) { // two pages
        REQUIRE(store(*others, sample_record("bot" + std::to_string(i))));
    }
    InterceptedRepository storage(others);
    SettingsCacheOptions options;
    options.own_thread = false;
    int told = 0;
    options.on_change = [&](CachedChange const&) { ++told; };
    SettingsCache cache(storage, options);
    storage.before_changes = out_of_memory_at(GENERATE(1, 2, 3, 4, 5));
    CHECK_THROWS_AS((void)cache.preload(), std::bad_alloc);
    REQUIRE(cache.refresh());
    CHECK(cache.counters().is_complete);
    REQUIRE(store(*others, sample_record("new")));
    REQUIRE(cache.refresh());
    CHECK(told == 1);
}

TEST_CASE("A chatbot does not count as absent before the preload has come to it") {
    CachedStorage host;
    auto const stored = host.store_by_others("bot");
    host.cache();
    bool is_checked = false;
    host.late.after_page = [&] {
        host.late.before_mark = [&] {
            CHECK(host.read("bot") == stored);
            is_checked = true;
        };
        CHECK(host.read("another") == no_revision);
    };
    REQUIRE(host.cache().preload());
    CHECK(is_checked);
}

TEST_CASE(
    "After a preload, a write whose outcome is unknown leaves nothing that counts as absent") {
    CachedStorage host;
    host.options.absences = 0;
    REQUIRE(host.cache().preload());
    host.failing.hide_outcome(testing::Outcome::stored, 1);
    SECTION("at once") {
        CHECK(store(host.cache(), sample_record("bot")) == Errc::outcome_unknown);
    }
    SECTION("nor after a page of the feed that was read before") {
        host.store_by_others("another");
        host.late.after_page = [&] {
            CHECK(store(host.cache(), sample_record("bot")) == Errc::outcome_unknown);
            host.late.before_mark = [&] { CHECK(host.read("bot") != no_revision); };
        };
        REQUIRE(host.cache().refresh());
    }
    CHECK(host.read("bot") != no_revision);
}

TEST_CASE("After a preload, a feed that restarts is read again from its beginning") {
    CachedStorage host;
    store_many(host, 3);
    REQUIRE(host.cache().preload());
    host.failing.fail(Errc::feed_restarted, {testing::Verb::changes, 1});
    REQUIRE(host.cache().refresh());
    CHECK(host.cache().counters().is_complete);
    CHECK(host.read("bot0") != no_revision);
    CHECK(host.cache().counters().loads == 0);
}

TEST_CASE("What is read while a preload takes long is not older than allowed") {
    CachedStorage host;
    auto const count = static_cast<int>(max_page_size) * 2;
    store_many(host, count);
    host.cache();
    bool is_served_early = false;
    bool is_served_late = true;
    host.late.after_page = [&] { // the first page
        host.read("bot0");
        is_served_early = host.is_kept("bot0");
        host.now += 1s + 1ns;
        host.late.after_mark = [&] { // the look for the end
            is_served_late = host.is_kept("bot0");
        };
    };
    REQUIRE(host.cache().preload());
    CHECK(is_served_early);
    CHECK_FALSE(is_served_late);
    CHECK(host.is_kept("bot0"));
    CHECK(host.cache().counters().staleness == 0s);
}

TEST_CASE("What must be asked for again after a preload is remembered beyond the bound") {
    CachedStorage host;
    host.options.records = 100; // so few that all are in one shard
    host.options.absences = 0;
    store_many(host, 3);
    REQUIRE(host.cache().preload());
    auto const made = host.store_by_others("new");
    SECTION("after a write that found another record") {
        host.late.after_page = [&] {
            CHECK(host.cache().write(Write::store(sample_record("newer"), Revision{1'000'000})) ==
                  Errc::revision_mismatch);
        };
        REQUIRE(host.cache().refresh());
        CHECK_FALSE(host.is_kept("newer"));
        CHECK(host.read("newer") == no_revision);
    }
    SECTION("after an erasure that the page of the feed does not tell") {
        host.late.after_page = [&] { host.erase_by_cache("bot1"); };
        REQUIRE(host.cache().refresh());
        CHECK(host.read("bot1") == no_revision);
    }
    CHECK(host.read("new") == made);
    CHECK(host.cache().counters().is_complete);
    REQUIRE(host.cache().refresh());
    CHECK(host.cache().counters().absences == 0);
}

TEST_CASE("Absences beyond the bound go once not all that is stored is kept any more") {
    CachedStorage host;
    host.options.records = 3;
    host.options.absences = 0;
    store_many(host, 3);
    REQUIRE(host.cache().preload());
    host.now += 1h;
    host.read("none");
    host.forget("doubtful");
    CHECK(host.cache().counters().absences == 2);
    host.store_by_others("bot3");
    REQUIRE(host.cache().refresh());
    CHECK_FALSE(host.cache().counters().is_complete);
    CHECK(host.cache().counters().absences == 0);
}

TEST_CASE("Absences beyond the bound go with the next look into the feed") {
    CachedStorage host;
    host.options.absences = 10;
    store_many(host, 3);
    REQUIRE(host.cache().preload());
    host.now += 60s + 1ns; // so that the storage is asked for those, too
    for (int i = 0; i < 50; ++i) {
        CHECK(host.read("none" + std::to_string(i)) == no_revision);
    }
    CHECK(host.cache().counters().absences == 50);
    REQUIRE(host.cache().refresh());
    CHECK(host.cache().counters().absences == 10);
    CHECK(host.cache().counters().is_complete);
    CHECK(host.read("none0") == no_revision);
    CHECK(host.cache().counters().loads == 50);
}

TEST_CASE("Chatbots without a record that are read while a preload runs do not end it") {
    CachedStorage host;
    host.options.absences = 10;
    auto const count = static_cast<int>(max_page_size) + 1;
    store_many(host, count);
    host.cache();
    host.late.after_page = [&] {
        for (int i = 0; i < 1000; ++i) {
            host.read("none" + std::to_string(i));
        }
        CHECK(host.cache().counters().absences == 1000);
    };
    REQUIRE(host.cache().preload());
    CHECK(host.cache().counters().is_complete);
    CHECK(host.cache().counters().absences <= 10);
}
