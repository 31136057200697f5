// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/settings_cache.hpp>

#include "support/cached_storage.hpp"
#include "support/catch.hpp"

#include <stdexcept>
#include <string>
#include <type_traits>

using namespace human_support;
using namespace std::chrono_literals;

TEST_CASE("A cache asks the storage once for a record, and once for an absence") {
    CachedStorage host;
    auto const revision = host.store_by_others("bot");
    for (int i = 0; i < 3; ++i) {
        CHECK(host.read("bot") == revision);
        CHECK(host.read("none") == no_revision);
    }
    auto const counters = host.cache().counters();
    CHECK(counters.hits == 4);
    CHECK(counters.misses == 2);
    CHECK(counters.loads == 2);
    CHECK(counters.records == 1);
    CHECK(counters.absences == 1);
    CHECK(counters.evictions == 0);
    CHECK_FALSE(counters.is_complete);
}

TEST_CASE("A cache serves nothing before it has looked into the feed") {
    CachedStorage host;
    host.store_by_others("bot");
    host.failing.fail(Errc::storage_failed, {testing::Verb::changes});
    for (int i = 0; i < 2; ++i) {
        CHECK(host.read("bot") != no_revision);
        CHECK_FALSE(host.is_kept("bot"));
    }
    auto const counters = host.cache().counters();
    CHECK(counters.loads == 2);
    CHECK(counters.misses == 4);
    CHECK(counters.failures == 1);
    CHECK_FALSE(counters.staleness);
}

TEST_CASE("A cache that may keep nothing asks the storage each time") {
    CachedStorage host;
    SECTION("no records and no absences") { host.options.records = host.options.absences = 0; }
    SECTION("nothing that is old") { host.options.staleness = 0ms; }
    auto const revision = host.store_by_others("bot");
    for (int i = 0; i < 2; ++i) {
        CHECK(host.read("bot") == revision);
        CHECK(host.read("none") == no_revision);
        CHECK_FALSE(host.is_kept("bot"));
    }
    auto const counters = host.cache().counters();
    CHECK(counters.loads == 4);
    CHECK(counters.records + counters.absences == 0);
}

TEST_CASE("What is written through the cache shows at once") {
    CachedStorage host;
    CHECK(host.read("bot") == no_revision);
    auto const first = host.store_by_cache("bot");
    CHECK(host.read("bot") == first);
    auto const second = host.store_by_cache("bot");
    CHECK(host.cache().try_find_cached(host.chatbot("bot"))->record->revision == second);
    host.erase_by_cache("bot");
    CHECK(host.read("bot") == no_revision);
    auto const third = host.store_by_cache("bot");
    CHECK(host.read("bot") == third);
}

TEST_CASE("A record that was written through the cache is the one that the storage has") {
    CachedStorage host;
    host.store_by_others("bot");
    host.read("bot");
    host.store_by_cache("bot");
    auto const kept = host.cache().try_find_cached(host.chatbot("bot"));
    REQUIRE(kept);
    CHECK(*kept->record == **host.others->find(host.chatbot("bot")));
}

TEST_CASE("What others write shows after the next look into the feed") {
    CachedStorage host;
    auto const first = host.store_by_others("bot");
    CHECK(host.read("bot") == first);
    CHECK(host.read("none") == no_revision);
    auto const second = host.store_by_others("bot");
    auto const made = host.store_by_others("none");
    CHECK(host.read("bot") == first);
    CHECK(host.read("none") == no_revision);
    REQUIRE(host.cache().refresh());
    CHECK(host.read("bot") == second);
    CHECK(host.read("none") == made);

    host.erase_by_others("bot");
    CHECK(host.read("bot") == second);
    REQUIRE(host.cache().refresh());
    CHECK(host.read("bot") == no_revision);
    auto const third = host.store_by_others("bot");
    REQUIRE(host.cache().refresh());
    CHECK(host.read("bot") == third);
}

TEST_CASE("A look into the feed takes over more changes than one page has") {
    CachedStorage host;
    auto const count = static_cast<int>(max_page_size) * 2 + 1;
    for (int i = 0; i < count; ++i) {
        auto const id = "bot" + std::to_string(i);
        host.store_by_others(id);
        host.read(id);
    }
    for (int i = 0; i < count; ++i) {
        host.store_by_others("bot" + std::to_string(i));
    }
    REQUIRE(host.cache().refresh());
    for (int i = 0; i < count; ++i) {
        auto const id = host.chatbot("bot" + std::to_string(i));
        auto const kept = host.cache().try_find_cached(id);
        REQUIRE(kept);
        REQUIRE(kept->record->revision == host.others->find(id).value()->revision);
    }
}

TEST_CASE("What the storage could not read is not kept") {
    CachedStorage host;
    auto const revision = host.store_by_others("bot");
    host.cache();
    host.failing.fail(Errc::busy, {testing::Verb::find, 1});
    CHECK(host.cache().find_cached(host.chatbot("bot")).error() == Errc::busy);
    CHECK(host.read("bot") == revision);
}

TEST_CASE("A write that fails, or whose outcome is unknown, makes the cache ask again") {
    CachedStorage host;
    bool const is_preloaded = GENERATE(false, true);
    auto const first = host.store_by_others("bot");
    if (is_preloaded) {
        REQUIRE(host.cache().preload());
    }
    CHECK(host.read("bot") == first);
    auto now = first;
    SECTION("unknown, and stored") {
        host.failing.hide_outcome(testing::Outcome::stored);
        CHECK(store(host.cache(), sample_record("bot")) == Errc::outcome_unknown);
        now = (*host.others->find(host.chatbot("bot")))->revision;
        CHECK(now > first);
    }
    SECTION("unknown, and not stored") {
        host.failing.hide_outcome(testing::Outcome::not_stored);
        CHECK(store(host.cache(), sample_record("bot")) == Errc::outcome_unknown);
    }
    SECTION("somebody else was faster") {
        now = host.store_by_others("bot");
        CHECK(host.cache().write(Write::store(sample_record("bot"), first)) ==
              Errc::revision_mismatch);
    }
    SECTION("somebody else was faster to make it") {
        now = host.store_by_others("new");
        CHECK(host.cache().write(Write::store(sample_record("new"), Absent{})) ==
              Errc::already_exists);
        CHECK_FALSE(host.is_kept("new"));
        CHECK(host.read("new") == now);
        return;
    }
    CHECK_FALSE(host.is_kept("bot"));
    CHECK(host.read("bot") == now);
    CHECK(host.is_kept("bot"));
}

TEST_CASE("A write that stores nothing leaves what is kept") {
    CachedStorage host;
    host.store_by_others("bot");
    host.read("bot");
    host.failing.fail(Errc::storage_full, {testing::Verb::write});
    CHECK(store(host.cache(), sample_record("bot")) == Errc::storage_full);
    CHECK(host.is_kept("bot"));
}

TEST_CASE("A storage whose feed ends before its end is followed as far as it goes") {
    struct EarlyEnd final : SettingsRepository {
        MemoryRepository inner;
        Result<SettingsRecordPtr> find(ChatbotId const& id) const override {
            return inner.find(id);
        }
        Result<WriteResults> write(std::span<Write const> writes) override {
            return inner.write(writes);
        }
        Result<Page> list(PageRequest const& request) const override { return inner.list(request); }
        Result<FeedPage> changes(std::optional<FeedMark> const& mark,
                                 std::size_t limit) const override {
            auto page = inner.changes(mark, limit);
            if (mark && limit == 0) {
                ++page->mark.revision;
            }
            return page;
        }
    } storage;
    CachedStorage host;
    SettingsCache cache(storage, host.by_hand());
    REQUIRE(cache.refresh());
    REQUIRE(storage.inner.write(Write::store(sample_record("bot"), Absent{})));
    CHECK(cache.refresh());
    CHECK(cache.find_cached(host.chatbot("bot")).value().record);
}

TEST_CASE("A thread may read several caches") {
    CachedStorage host;
    CachedStorage other;
    auto const revision = host.store_by_others("bot");
    for (int i = 0; i < 3; ++i) {
        CHECK(host.read("bot") == revision);
        CHECK(other.read("bot") == no_revision);
    }
    CHECK(host.cache().counters().loads == 1);
    CHECK(other.cache().counters().loads == 1);
}

TEST_CASE("A function is handed the record and its moment, from memory and from the storage") {
    CachedStorage host;
    auto const revision = host.store_by_others("bot");
    auto const bot = host.chatbot("bot");
    auto const read = [&](SettingsRecord const* record, SettingsCache::Moment as_of) {
        CHECK(as_of == host.now);
        return record->revision;
    };
    static_assert(std::is_same_v<decltype(host.cache().find_cached(bot, read)), Result<Revision>>);
    for (int i = 0; i < 3; ++i) {
        CHECK(host.cache().find_cached(bot, read) == revision);
    }
    bool is_called = false;
    CHECK(host.cache().find_cached(host.chatbot("none"), [&](auto const* record, auto) {
        CHECK(record == nullptr);
        is_called = true;
    }));
    CHECK(is_called);
    CHECK(host.cache().try_find_cached(
        bot, [&](auto const* record, auto) { CHECK(record->revision == revision); }));
    CHECK_FALSE(host.cache().try_find_cached(host.chatbot("unknown"),
                                             [](auto, auto) { FAIL("nothing is known"); }));
    host.failing.fail(Errc::busy);
    CHECK(host.cache().find_cached(host.chatbot("unknown"), read).error() == Errc::busy);
}

TEST_CASE("A function that is handed a record may read and write the cache, and throw") {
    CachedStorage host;
    host.store_by_others("a");
    host.store_by_others("b");
    auto const inner = [](auto const* record, auto) { return record->chatbot_id.str(); };
    for (int i = 0; i < 3; ++i) {
        auto const outer =
            host.cache().find_cached(host.chatbot("a"), [&](auto const* record, auto) {
                auto const before = record->revision;
                auto const now = host.store_by_cache("a");
                CHECK(host.read("a") == now);
                CHECK(host.cache().find_cached(host.chatbot("a"), inner).value() == "a");
                CHECK(host.cache().find_cached(host.chatbot("b"), inner).value() == "b");
                CHECK(record->revision == before);
                return now;
            });
        CHECK(host.read("a") == outer);
        CHECK_THROWS_AS((void)host.cache().find_cached(
                            host.chatbot("b"), [](auto, auto) { throw std::runtime_error("no"); }),
                        std::runtime_error);
    }
    auto const counters = host.cache().counters();
    CHECK(counters.loads == 2);
}

TEST_CASE("A thread that read many chatbots reads each of them right") {
    CachedStorage host;
    constexpr int count = 10'000; // more than the table of a thread has places
    std::vector<Revision> revisions;
    for (int i = 0; i < count; ++i) {
        revisions.push_back(host.store_by_others("bot" + std::to_string(i)));
    }
    REQUIRE(host.cache().preload());
    for (int round = 0; round < 2; ++round) {
        for (int i = 0; i < count; ++i) {
            REQUIRE(host.read("bot" + std::to_string(i)) == revisions[static_cast<std::size_t>(i)]);
        }
    }
    CHECK(host.cache().counters().loads == 0);
}

TEST_CASE("The verbs of a cache are those of the storage") {
    CachedStorage host;
    auto const revision = host.store_by_others("bot");
    host.read("bot");
    auto const newer = host.store_by_others("bot");
    REQUIRE(newer > revision);
    CHECK(host.cache().find(host.chatbot("bot")).value()->revision == newer);
    CHECK(host.cache().list({}).value().records.size() == 1);
    CHECK(host.cache().changes(std::nullopt, 1).value().mark.revision == newer);
    host.failing.fail(Errc::busy);
    CHECK(host.cache().find(host.chatbot("bot")) == Errc::busy);
    CHECK(host.cache().list({}) == Errc::busy);
    CHECK(host.cache().changes(std::nullopt, 1) == Errc::busy);
    CHECK(store(host.cache(), sample_record("bot")) == Errc::busy);
}
