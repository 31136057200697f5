// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/settings_cache.hpp>

#include "support/catch.hpp"
#include "support/intercepted_repository.hpp"
#include "support/sample_record.hpp"

#include <human_support/memory_repository.hpp>
#include <human_support/testing/failing_repository.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace human_support;
using namespace std::chrono_literals;

namespace {

std::chrono::steady_clock::time_point now{};
void pass(std::chrono::nanoseconds time) { now += time; }

using Cache = SettingsCache;

ChatbotId bot(std::string_view text) { return ChatbotId::parse(text).value(); }

SettingsCacheOptions by_hand() {
    SettingsCacheOptions options;
    options.own_thread = false;
    options.clock = [] { return now; };
    return options;
}

/// Storage that counts its finds and fails on demand, and another process's way to it.
struct World {
    std::shared_ptr<MemoryRepository> others = std::make_shared<MemoryRepository>();
    std::shared_ptr<testing::FailingRepository> failing =
        std::make_shared<testing::FailingRepository>(others);
    InterceptedRepository storage{failing};
    int finds = 0;

    World() {
        storage.before_find = [this] {
            ++finds;
            return std::nullopt;
        };
    }
};

Revision revision_of(Result<CachedRecord> const& found) {
    return found.value().record ? found.value().record->revision : no_revision;
}

} // namespace

TEST_CASE("A cache asks the storage once for a record, and once for an absence") {
    World world;
    auto const revision = store(*world.others, sample_record("a")).value();
    Cache cache(world.storage, by_hand());
    REQUIRE(cache.refresh());
    for (int i = 0; i < 3; ++i) {
        CHECK(revision_of(cache.find_cached(bot("a"))) == revision);
        CHECK(revision_of(cache.find_cached(bot("none"))) == no_revision);
    }
    CHECK(world.finds == 2);
    auto const counters = cache.counters();
    CHECK(counters.hits == 4);
    CHECK(counters.misses == 2);
    CHECK(counters.loads == 2);
}

TEST_CASE("A cache that never saw the storage's feed keeps nothing") {
    World world;
    Cache cache(world.storage, by_hand());
    CHECK(cache.find_cached(bot("a")));
    CHECK(cache.find_cached(bot("a")));
    CHECK(world.finds == 2);
    CHECK_FALSE(cache.try_find_cached(bot("a")));
}

TEST_CASE("Absences never evict records, and both are bounded") {
    World world;
    auto options = by_hand();
    options.records = 2;
    options.absences = 2;
    for (auto const* id : {"a", "b", "c"}) {
        REQUIRE(store(*world.others, sample_record(id)));
    }
    Cache cache(world.storage, options);
    REQUIRE(cache.refresh());
    REQUIRE(cache.find_cached(bot("a")));
    REQUIRE(cache.find_cached(bot("b")));
    for (int i = 0; i < 10; ++i) {
        REQUIRE(cache.find_cached(bot("none" + std::to_string(i))));
    }
    CHECK(cache.counters().evictions == 8);
    CHECK(cache.try_find_cached(bot("a")));
    CHECK(cache.try_find_cached(bot("b")));
    REQUIRE(cache.find_cached(bot("c")));
    CHECK(cache.counters().evictions == 9);
}

TEST_CASE("A cache of no records asks the storage each time") {
    World world;
    auto options = by_hand();
    SECTION("because there is no room") { options.records = options.absences = 0; }
    SECTION("because nothing may be stale") { options.staleness = 0ms; }
    REQUIRE(store(*world.others, sample_record("a")));
    Cache cache(world.storage, options);
    REQUIRE(cache.refresh());
    for (int i = 0; i < 2; ++i) {
        REQUIRE(cache.find_cached(bot("a")));
        REQUIRE(cache.find_cached(bot("none")));
    }
    CHECK(world.finds == 4);
}

TEST_CASE("What is written through the cache shows at once, what others write after a refresh") {
    World world;
    Cache cache(world.storage, by_hand());
    REQUIRE(cache.refresh());
    CHECK(revision_of(cache.find_cached(bot("a"))) == no_revision);
    auto const first = store(cache, sample_record("a")).value();
    CHECK(revision_of(cache.find_cached(bot("a"))) == first);
    auto const second = store(*world.others, sample_record("a")).value();
    CHECK(revision_of(cache.find_cached(bot("a"))) == first);
    REQUIRE(cache.refresh());
    CHECK(revision_of(cache.find_cached(bot("a"))) == second);
    REQUIRE(cache.write(Write::erase(bot("a"))));
    CHECK(revision_of(cache.find_cached(bot("a"))) == no_revision);
    auto const third = store(*world.others, sample_record("a")).value();
    REQUIRE(cache.refresh());
    CHECK(revision_of(cache.find_cached(bot("a"))) == third);
}

TEST_CASE("A record of a write is as the storage returns it") {
    World world;
    Cache cache(world.storage, by_hand());
    REQUIRE(cache.refresh());
    REQUIRE(store(cache, sample_record("a")));
    auto const cached = cache.try_find_cached(bot("a"));
    if (cached) {
        CHECK(*cached->record == **world.others->find(bot("a")));
    }
}

TEST_CASE("Up to the second limit a reader is told the age, beyond it gets the storage's error") {
    World world;
    REQUIRE(store(*world.others, sample_record("a")));
    Cache cache(world.storage, by_hand());
    REQUIRE(cache.refresh());
    REQUIRE(cache.find_cached(bot("a")));
    world.failing->fail(Errc::storage_failed);
    pass(60s);
    CHECK(cache.refresh() == Errc::storage_failed);
    auto const old = cache.find_cached(bot("a"));
    REQUIRE(old);
    CHECK(old->age == 60s);
    CHECK(cache.counters().staleness == 60s);
    CHECK(cache.counters().failures == 1);
    pass(1ns);
    CHECK(cache.find_cached(bot("a")).error() == Errc::storage_failed);
    CHECK_FALSE(cache.try_find_cached(bot("a")));
    world.failing->recover();
    REQUIRE(cache.refresh());
    CHECK(cache.try_find_cached(bot("a")));
}

TEST_CASE("A write whose outcome is unknown, or that fails, makes the cache ask again") {
    World world;
    Cache cache(world.storage, by_hand());
    REQUIRE(cache.refresh());
    auto const first = store(cache, sample_record("a")).value();
    REQUIRE(revision_of(cache.find_cached(bot("a"))) == first);
    Revision now = first;
    SECTION("unknown, and stored") {
        world.failing->hide_outcome(testing::Outcome::stored);
        CHECK(store(cache, sample_record("a")) == Errc::outcome_unknown);
        now = (*world.others->find(bot("a")))->revision;
        CHECK(now > first);
    }
    SECTION("unknown, and not stored") {
        world.failing->hide_outcome(testing::Outcome::not_stored);
        CHECK(store(cache, sample_record("a")) == Errc::outcome_unknown);
    }
    SECTION("somebody else was faster") {
        now = store(*world.others, sample_record("a")).value();
        CHECK(cache.write(Write::store(sample_record("a"), first)) == Errc::revision_mismatch);
    }
    SECTION("the storage throws") {
        world.storage.before_write = []() -> std::optional<Error> { throw std::bad_alloc(); };
        CHECK_THROWS_AS(store(cache, sample_record("a")), std::bad_alloc);
    }
    CHECK(revision_of(cache.find_cached(bot("a"))) == now);
    CHECK(world.finds == 1);
}

TEST_CASE("A feed that restarted drops everything") {
    World world;
    Cache cache(world.storage, by_hand());
    REQUIRE(cache.refresh());
    REQUIRE(store(cache, sample_record("a")));
    world.failing->fail(Errc::feed_restarted, {testing::Verb::changes, 1});
    REQUIRE(cache.refresh());
    CHECK_FALSE(cache.try_find_cached(bot("a")));
    REQUIRE(cache.find_cached(bot("a")));
    CHECK(cache.try_find_cached(bot("a")));
}

TEST_CASE("A load that may have looked before a change is not kept") {
    World world;
    REQUIRE(store(*world.others, sample_record("a")));
    Cache cache(world.storage, by_hand());
    REQUIRE(cache.refresh());
    Revision latest = no_revision;
    // The storage has looked already when the change comes: so another repository answers.
    struct LooksFirst final : SettingsRepository {
        MemoryRepository& inner;
        std::function<void()> after_find;
        explicit LooksFirst(MemoryRepository& repository) : inner(repository) {}
        Result<SettingsRecordPtr> find(ChatbotId const& chatbot_id) const override {
            auto found = inner.find(chatbot_id);
            if (after_find) {
                after_find();
            }
            return found;
        }
        Result<WriteResults> write(std::span<Write const> writes) override {
            return inner.write(writes);
        }
        Result<Page> list(PageRequest const& request) const override { return inner.list(request); }
        Result<FeedPage> changes(std::optional<FeedMark> const& mark,
                                 std::size_t limit) const override {
            return inner.changes(mark, limit);
        }
    } storage(*world.others);
    Cache late(storage, by_hand());
    REQUIRE(late.refresh());
    bool first = true;
    bool own = GENERATE(false, true);
    storage.after_find = [&] {
        if (std::exchange(first, false)) {
            latest = store(own ? static_cast<SettingsRepository&>(late) : *world.others,
                           sample_record("a"))
                         .value();
            REQUIRE(late.refresh());
        }
    };
    CHECK(late.find_cached(bot("a")));
    CHECK(revision_of(late.find_cached(bot("a"))) == latest);
}

TEST_CASE("A miss after a preload asks no storage, until a bound or a failure is in the way") {
    World world;
    for (int i = 0; i < 1500; ++i) {
        REQUIRE(store(*world.others, sample_record("bot" + std::to_string(i))));
    }
    Cache cache(world.storage, by_hand());
    REQUIRE(cache.preload());
    for (int i = 0; i < 1500; ++i) {
        REQUIRE(cache.try_find_cached(bot("bot" + std::to_string(i)))->record);
    }
    REQUIRE(cache.try_find_cached(bot("none")));
    CHECK_FALSE(cache.try_find_cached(bot("none"))->record);
    auto const added = store(*world.others, sample_record("none")).value();
    REQUIRE(cache.refresh());
    CHECK(revision_of(cache.find_cached(bot("none"))) == added);
    CHECK(world.finds == 0);
    CHECK(cache.write(Write::erase(bot("bot1"), Revision{1'000'000})) == Errc::revision_mismatch);
    CHECK_FALSE(cache.try_find_cached(bot("bot1")));
    REQUIRE(cache.find_cached(bot("bot1")).value().record);
    CHECK(world.finds == 1);

    auto options = by_hand();
    options.records = 10;
    Cache small(world.storage, options);
    REQUIRE(small.preload());
    CHECK_FALSE(small.try_find_cached(bot("unknown")));
}

TEST_CASE("A function that is handed a record may read the cache again, and throw") {
    World world;
    REQUIRE(store(*world.others, sample_record("a")));
    REQUIRE(store(*world.others, sample_record("b")));
    Cache cache(world.storage, by_hand());
    REQUIRE(cache.refresh());
    for (int i = 0; i < 3; ++i) {
        auto const text = cache.find_cached(bot("a"), [&](auto const* record, auto) {
            REQUIRE(store(cache, sample_record("a")));
            for (auto const* id : {"a", "b"}) {
                CHECK(cache
                          .find_cached(bot(id), [&](auto const* inner,
                                                    auto) { return inner->chatbot_id.str(); })
                          .value() == id);
            }
            return record->chatbot_id.str();
        });
        CHECK(text.value() == "a");
        CHECK_THROWS_AS((void)cache.find_cached(
                            bot("b"), [](auto const*, auto) { throw std::runtime_error("no"); }),
                        std::runtime_error);
    }
}

TEST_CASE("The listener is told each change once, in order, also this process's own") {
    World world;
    std::vector<CachedChange> told;
    Cache* itself = nullptr;
    auto options = by_hand();
    options.on_change = [&](CachedChange const& change) {
        told.push_back(change);
        CHECK(itself->find_cached(change.chatbot_id));
        CHECK(itself->refresh() == Errc::busy);
    };
    Cache cache(world.storage, options);
    itself = &cache;
    auto const first = store(*world.others, sample_record("a")).value();
    REQUIRE(cache.refresh());
    CHECK(told.empty());
    REQUIRE(cache.find_cached(bot("a")));
    REQUIRE(store(cache, sample_record("a")));
    auto const second = store(cache, sample_record("b")).value();
    auto const third = store(cache, sample_record("a")).value();
    REQUIRE(cache.refresh());
    REQUIRE(told.size() == 2);
    CHECK(told[0].chatbot_id == bot("b"));
    CHECK(told[0].revision == second);
    CHECK_FALSE(told[0].before);
    CHECK(told[1].revision == third);
    REQUIRE(told[1].before);
    CHECK(told[1].before->revision == first);
    CHECK(told[1].after->revision == third);
    REQUIRE(cache.refresh());
    CHECK(told.size() == 2);
}

TEST_CASE("What a listener throws passes through refresh, and the next one goes on") {
    World world;
    auto options = by_hand();
    options.on_change = [](CachedChange const&) { throw std::runtime_error("no"); };
    Cache cache(world.storage, options);
    REQUIRE(cache.refresh());
    auto const revision = store(*world.others, sample_record("a")).value();
    CHECK_THROWS_AS((void)cache.refresh(), std::runtime_error);
    CHECK(cache.refresh());
    CHECK(revision_of(cache.find_cached(bot("a"))) == revision);
}
