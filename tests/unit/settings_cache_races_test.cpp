// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/settings_cache.hpp>

#include "support/catch.hpp"
#include "support/intercepted_repository.hpp"
#include "support/sample_record.hpp"
#include "support/temporary_folder.hpp"

#include <human_support/memory_repository.hpp>
#include <human_support/sqlite_repository.hpp>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

using namespace human_support;

namespace {

ChatbotId const a = ChatbotId::parse("a").value();
ChatbotId const b = ChatbotId::parse("b").value();

SettingsCacheOptions by_hand() {
    SettingsCacheOptions options;
    options.own_thread = false;
    return options;
}

/// Storage that answers first, and then lets happen what others do before the answer arrives.
class SlowAnswers final : public SettingsRepository {
public:
    using SettingsRepository::write;

    explicit SlowAnswers(SettingsRepository& inner) : inner_(inner) {}

    /// What happens before the next question, or after the next answer, of that kind, once.
    std::function<void()> before_changes;
    std::function<void()> after_changes;
    std::function<void()> after_find;
    std::function<void()> after_write;

    bool hides_outcome = false; ///< of writes, which are stored

    Result<SettingsRecordPtr> find(ChatbotId const& chatbot_id) const override {
        ++finds;
        auto found = inner_.find(chatbot_id);
        run_once(after_find);
        return found;
    }
    Result<WriteResults> write(std::span<Write const> writes) override {
        auto results = inner_.write(writes);
        run_once(after_write);
        return hides_outcome ? Errc::outcome_unknown : std::move(results);
    }
    Result<Page> list(PageRequest const& request) const override { return inner_.list(request); }
    Result<FeedPage> changes(std::optional<FeedMark> const& mark,
                             std::size_t limit) const override {
        run_once(before_changes);
        auto page = inner_.changes(mark, limit);
        run_once(after_changes);
        return page;
    }

    mutable int finds = 0;

private:
    static void run_once(std::function<void()> const& hook) {
        if (auto const run = std::exchange(const_cast<std::function<void()>&>(hook), nullptr)) {
            run();
        }
    }

    SettingsRepository& inner_;
};

/// A store that others write to, and a cache in front of it.
struct World {
    MemoryRepository others;
    SlowAnswers storage{others};
    SettingsCache cache;

    explicit World(SettingsCacheOptions options = by_hand()) : cache(storage, options) {}

    Revision others_store(std::string_view id) { return store(others, sample_record(id)).value(); }
    void others_erase(ChatbotId const& id) { REQUIRE(others.write(Write::erase(id))); }

    /// The revision that a read shows; none for an absence.
    Revision read(ChatbotId const& id) {
        auto const found = cache.find_cached(id).value();
        return found.record ? found.record->revision : no_revision;
    }
};

} // namespace

TEST_CASE("An erasure that the feed forgets while a preload begins leaves no record behind") {
    TemporaryFolder const folder;
    std::shared_ptr<SqliteRepository> const others =
        SqliteRepository::open(folder / "settings.db").value();
    REQUIRE(store(*others, sample_record("a")));
    InterceptedRepository storage(others);
    SettingsCache cache(storage, by_hand());
    int const moment = GENERATE(1, 2, 3);
    storage.before_changes = [&, calls = 0]() mutable -> std::optional<Error> {
        if (++calls == moment) {
            REQUIRE(cache.find_cached(a).value().record);
            REQUIRE(others->write(Write::erase(a)));
            REQUIRE(others->purge_erasures(Timestamp::max()));
        }
        return std::nullopt;
    };
    REQUIRE(cache.preload());
    REQUIRE(cache.refresh());
    CHECK_FALSE(cache.find_cached(a).value().record);
}

TEST_CASE("A preload of a feed that restarted tells the listener, and takes in the new one") {
    TemporaryFolder const folder;
    auto const others = SqliteRepository::open(folder / "settings.db").value();
    REQUIRE(store(*others, sample_record("a")));
    REQUIRE(others->write(Write::erase(a)));
    REQUIRE(store(*others, sample_record("b")));
    auto options = by_hand();
    int restarts = 0;
    options.on_restart = [&] { ++restarts; };
    SettingsCache cache(*others, options);
    REQUIRE(cache.refresh());
    REQUIRE(others->purge_erasures(Timestamp::max()));
    REQUIRE(cache.preload());
    CHECK(restarts == 1);
    CHECK(cache.counters().is_complete);
    CHECK(cache.find_cached(b).value().record);
}

TEST_CASE("After a preload that ran out of memory, the next look reads all again") {
    auto const others = std::make_shared<MemoryRepository>();
    for (int i = 0; i < 1500; ++i) { // two pages
        REQUIRE(store(*others, sample_record("bot" + std::to_string(i))));
    }
    InterceptedRepository storage(others);
    auto options = by_hand();
    std::vector<ChatbotId> told;
    options.on_change = [&](CachedChange const& change) { told.push_back(change.chatbot_id); };
    SettingsCache cache(storage, options);
    int const moment = GENERATE(1, 2, 3, 4, 5);
    storage.before_changes = [&, calls = 0]() mutable -> std::optional<Error> {
        if (++calls == moment) {
            throw std::bad_alloc();
        }
        return std::nullopt;
    };
    CHECK_THROWS_AS((void)cache.preload(), std::bad_alloc);
    REQUIRE(cache.refresh());
    CHECK(cache.counters().is_complete);
    REQUIRE(store(*others, sample_record("a")));
    REQUIRE(cache.refresh());
    CHECK(told == std::vector{a});
}

TEST_CASE("A listener is told of changes that a preload is the first to read") {
    std::vector<Revision> told;
    auto options = by_hand();
    options.on_change = [&](CachedChange const& change) { told.push_back(change.revision); };
    World world(options);
    world.others_store("a");
    REQUIRE(world.cache.refresh());
    auto const missed = world.others_store("b");
    REQUIRE(world.cache.preload());
    CHECK(told == std::vector{missed});
}

TEST_CASE("A listener is told of a page that was read before memory ran out") {
    auto const others = std::make_shared<MemoryRepository>();
    InterceptedRepository storage(others);
    auto options = by_hand();
    std::size_t told = 0;
    options.on_change = [&](CachedChange const&) { ++told; };
    SettingsCache cache(storage, options);
    REQUIRE(cache.refresh());
    for (int i = 0; i < 1500; ++i) {
        REQUIRE(store(*others, sample_record("bot" + std::to_string(i))));
    }
    storage.before_changes = [calls = 0]() mutable -> std::optional<Error> {
        if (++calls == 3) {
            throw std::bad_alloc();
        }
        return std::nullopt;
    };
    CHECK_THROWS_AS((void)cache.refresh(), std::bad_alloc);
    REQUIRE(cache.refresh());
    CHECK(told == 1500);
}

TEST_CASE("A load whose answer is older than what was learned since asks again") {
    World world;
    REQUIRE(world.cache.refresh());
    world.others_store("a");
    Revision latest = no_revision;
    bool const is_own = GENERATE(false, true);
    world.storage.after_find = [&] {
        latest = is_own ? store(world.cache, sample_record("a")).value() : world.others_store("a");
        REQUIRE(world.cache.refresh());
    };
    CHECK(world.read(a) == latest);
    CHECK(world.read(a) == latest);
    CHECK(world.storage.finds == 2);
}

TEST_CASE("A load that a restart of the feed overtakes asks again") {
    TemporaryFolder const folder;
    auto const others = SqliteRepository::open(folder / "settings.db").value();
    REQUIRE(store(*others, sample_record("a")));
    SlowAnswers storage(*others);
    SettingsCache cache(storage, by_hand());
    REQUIRE(cache.refresh());
    storage.after_find = [&] {
        REQUIRE(others->write(Write::erase(a)));
        REQUIRE(others->purge_erasures(Timestamp::max()));
        REQUIRE(cache.refresh());
    };
    CHECK_FALSE(cache.find_cached(a).value().record);
    CHECK_FALSE(cache.find_cached(a).value().record);
}

TEST_CASE("A restart of the feed drops a record whose erasure nobody can learn of any more") {
    TemporaryFolder const folder;
    auto const others = SqliteRepository::open(folder / "settings.db").value();
    REQUIRE(store(*others, sample_record("a")));
    SettingsCache cache(*others, by_hand());
    REQUIRE(cache.refresh());
    REQUIRE(cache.find_cached(a).value().record);
    REQUIRE(others->write(Write::erase(a)));
    REQUIRE(others->purge_erasures(Timestamp::max()));
    REQUIRE(cache.refresh());
    CHECK_FALSE(cache.find_cached(a).value().record);
}

TEST_CASE("What a thread keeps of a chatbot goes when a change of it is learned of") {
    World world;
    world.others_store("a");
    REQUIRE(world.cache.refresh());
    world.read(a);
    world.read(a);
    auto const latest = world.others_store("a");
    REQUIRE(world.cache.refresh());
    CHECK(world.read(a) == latest);
}

TEST_CASE("An own write that others changed before it was noted is not kept") {
    World world;
    REQUIRE(world.cache.refresh());
    Revision latest = no_revision;
    world.storage.after_write = [&] {
        latest = world.others_store("a");
        REQUIRE(world.cache.refresh());
    };
    REQUIRE(store(world.cache, sample_record("a")));
    CHECK(world.read(a) == latest);
}

TEST_CASE("A page of the feed takes nothing back that was learned since it was read") {
    World world;
    Revision latest = no_revision;
    world.others_store("a");
    REQUIRE(world.cache.refresh());
    SECTION("an own write") {
        world.read(a);
        world.others_store("a");
        world.storage.after_changes = [&] {
            latest = store(world.cache, sample_record("a")).value();
        };
    }
    SECTION("a loaded absence") {
        world.others_store("a");
        world.storage.after_changes = [&] {
            world.others_erase(a);
            CHECK(world.read(a) == no_revision);
        };
    }
    auto const learn = std::exchange(world.storage.after_changes, nullptr);
    int checks = 0;
    world.storage.after_changes = [&] {
        learn();
        world.storage.before_changes = [&] { // for the feed's end, once the page was taken over
            CHECK(world.read(a) == latest);
            ++checks;
        };
    };
    REQUIRE(world.cache.refresh());
    CHECK(checks == 1);
    CHECK(world.read(a) == latest);
}

TEST_CASE("What is loaded before the first look into the feed is not kept") {
    World world;
    world.others_store("a");
    Revision latest = no_revision;
    world.storage.before_changes = [&] {
        world.read(a);
        latest = world.others_store("a");
    };
    REQUIRE(world.cache.refresh());
    CHECK(world.read(a) == latest);
}

TEST_CASE("Nothing counts as absent before all was taken in") {
    World world;
    auto const stored = world.others_store("a");
    world.storage.after_changes = [&] {
        world.storage.before_changes = [&] { CHECK(world.read(a) == stored); };
    };
    REQUIRE(world.cache.preload());
    CHECK_FALSE(world.storage.before_changes);
    CHECK(world.read(a) == stored);
}

TEST_CASE("Nothing counts as absent if a record found no room") {
    auto options = by_hand();
    options.records = 1;
    World world(options);
    auto const first = world.others_store("a");
    auto const second = world.others_store("b");
    CHECK(world.cache.preload() == Errc::too_large);
    CHECK(world.read(a) == first);
    CHECK(world.read(b) == second);
}

TEST_CASE("What is written after all was taken in does not count as absent") {
    auto options = by_hand();
    options.absences = 0;
    World world(options);
    REQUIRE(world.cache.preload());
    SECTION("at once") {
        auto const stored = store(world.cache, sample_record("a")).value();
        CHECK(world.read(a) == stored);
    }
    SECTION("even if the outcome is unknown") {
        world.storage.hides_outcome = true;
        CHECK(store(world.cache, sample_record("a")) == Errc::outcome_unknown);
        CHECK(world.read(a) != no_revision);
    }
    SECTION("even if the outcome is unknown, and a page comes that was read before") {
        world.others_store("b");
        world.storage.hides_outcome = true;
        world.storage.after_changes = [&] {
            world.storage.after_changes = [&] { // of the second question, for the end of the feed
                CHECK(world.read(a) != no_revision);
            };
            CHECK(store(world.cache, sample_record("a")) == Errc::outcome_unknown);
        };
        REQUIRE(world.cache.refresh());
        CHECK(world.read(a) != no_revision);
    }
}

TEST_CASE("The age counts from before the feed was looked into") {
    static std::chrono::steady_clock::time_point now;
    auto options = by_hand();
    options.clock = [] { return now; };
    World world(options);
    REQUIRE(world.cache.refresh());
    world.read(a);
    world.storage.after_changes = [] { now += std::chrono::seconds(1); };
    REQUIRE(world.cache.refresh());
    CHECK(world.cache.find_cached(a).value().age == std::chrono::seconds(1));
}

TEST_CASE("A thread forgets what it kept when it sees something newer that it cannot keep") {
    static std::chrono::steady_clock::time_point now;
    auto options = by_hand();
    options.clock = [] { return now; };
    World world(options);
    world.others_store("a");
    world.others_store("b");
    REQUIRE(world.cache.refresh());
    world.read(a);
    world.read(b);
    auto const latest = world.others_store("a");
    auto const use = [&](SettingsRecord const*, SettingsCache::Age) {
        now += std::chrono::hours(1); // so that the storage is asked
        CHECK(world.read(a) == latest);
        now -= std::chrono::hours(1);
        return true;
    };
    REQUIRE(world.cache.find_cached(b, use));
    CHECK(world.read(a) == latest);
}
