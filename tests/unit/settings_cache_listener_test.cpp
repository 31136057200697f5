// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/settings_cache.hpp>

#include "support/cached_storage.hpp"
#include "support/catch.hpp"
#include "support/intercepted_repository.hpp"

#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

using namespace human_support;

namespace {

/// Notes what a cache tells.
struct ListeningHost : CachedStorage {
    std::vector<CachedChange> told;
    int restarts = 0;

    ListeningHost() {
        options.on_change = [this](CachedChange const& change) { told.push_back(change); };
        options.on_restart = [this] { ++restarts; };
        (void)cache();
    }

    std::vector<CachedChange> look() {
        told.clear();
        REQUIRE(cache().refresh());
        return told;
    }
};

} // namespace

TEST_CASE("A listener is told each change once, in the order of the revisions") {
    ListeningHost host;
    auto const a = host.store_by_others("a");
    host.store_by_cache("b");
    auto const c = host.store_by_others("c");
    auto const b = host.store_by_cache("b");
    CHECK(host.told.empty());
    auto const told = host.look();
    REQUIRE(told.size() == 3);
    CHECK(told[0].chatbot_id == host.chatbot("a"));
    CHECK(told[0].revision == a);
    CHECK(told[0].after->updated_by == "actor");
    CHECK(told[1].revision == c);
    CHECK(told[2].revision == b);
    CHECK(told[2].after->revision == b);
    CHECK(host.look().empty());
}

TEST_CASE("A listener is told the record of the look before, if it was kept") {
    ListeningHost host;
    auto const first = host.store_by_others("bot");
    CHECK_FALSE(host.look()[0].before);
    host.read("bot");

    SECTION("and others changed it") { host.store_by_others("bot"); }
    SECTION("and this process changed it, more than once") {
        host.store_by_cache("bot");
        host.store_by_cache("bot");
    }
    SECTION("and both did") {
        host.store_by_cache("bot");
        host.store_by_others("bot");
    }
    SECTION("and it was read again meanwhile") {
        host.store_by_others("bot");
        host.store_by_cache("bot");
        host.read("bot");
    }
    SECTION("and it was erased") {
        host.erase_by_others("bot");
        auto const told = host.look();
        REQUIRE(told.size() == 1);
        CHECK(told[0].before->revision == first);
        CHECK_FALSE(told[0].after);
        return;
    }
    SECTION("and this process erased it") {
        host.erase_by_cache("bot");
        auto const told = host.look();
        REQUIRE(told.size() == 1);
        CHECK(told[0].before->revision == first);
        CHECK_FALSE(told[0].after);
        return;
    }
    auto const told = host.look();
    REQUIRE(told.size() == 1);
    REQUIRE(told[0].before);
    CHECK(told[0].before->revision == first);
    CHECK(told[0].after->revision == host.others->find(host.chatbot("bot")).value()->revision);
}

TEST_CASE("A listener is told no record from before that nobody kept") {
    ListeningHost host;
    host.store_by_others("bot");
    host.look();
    SECTION("others changed it") { host.store_by_others("bot"); }
    SECTION("this process changed it twice") {
        host.store_by_cache("bot");
        host.read("bot");
        host.store_by_cache("bot");
    }
    SECTION("it was read between two changes") {
        host.store_by_others("bot");
        host.read("bot");
        host.store_by_others("bot");
    }
    SECTION("it was read after the change") {
        host.store_by_others("bot");
        host.read("bot");
    }
    auto const told = host.look();
    REQUIRE(told.size() == 1);
    CHECK_FALSE(told[0].before);
}

TEST_CASE("A listener is told no record that a write made doubtful") {
    ListeningHost host;
    host.store_by_others("bot");
    REQUIRE(host.cache().preload());
    host.told.clear();
    host.store_by_others("bot");
    CHECK(host.cache().write(Write::store(sample_record("bot"), Absent{})) == Errc::already_exists);
    host.store_by_cache("bot");
    auto const told = host.look();
    REQUIRE(told.size() == 1);
    CHECK_FALSE(told[0].before);
}

TEST_CASE("A write of this process while the cache looks is told as the next change") {
    ListeningHost host;
    auto const first = host.store_by_others("bot");
    host.look();
    host.read("bot");
    auto const second = host.store_by_others("bot");
    Revision third = no_revision;
    host.late.after_page = [&] { third = host.store_by_cache("bot"); };
    auto told = host.look();
    REQUIRE(told.size() == 1);
    CHECK(told[0].before->revision == first);
    if (told[0].after->revision == second) { // else both were one look
        told = host.look();
        REQUIRE(told.size() == 1);
        CHECK(told[0].before->revision == second);
    }
    CHECK(told[0].after->revision == third);
}

TEST_CASE("A listener is told of a preload only what changed since the look before") {
    ListeningHost host;
    host.store_by_others("a");
    host.look();
    auto const b = host.store_by_others("b");
    host.told.clear();
    SECTION("which succeeds") { REQUIRE(host.cache().preload()); }
    SECTION("which fails at first") {
        host.failing.fail(Errc::busy, {testing::Verb::changes, 1});
        CHECK(host.cache().preload() == Errc::busy);
        REQUIRE(host.cache().refresh());
    }
    REQUIRE(host.told.size() == 1);
    CHECK(host.told[0].revision == b);
    auto const first = host.read("a");
    host.store_by_others("a");
    auto const told = host.look();
    REQUIRE(told.size() == 1);
    CHECK(told[0].before->revision == first);
}

TEST_CASE("A listener is told nothing of a preload that is the first look") {
    CachedStorage host;
    int told = 0;
    host.options.on_change = [&](CachedChange const&) { ++told; };
    host.store_by_others("a");
    SettingsCache cache(host.late, host.options);
    host.late.after_page = [&] { host.store_by_others("b"); };
    REQUIRE(cache.preload());
    CHECK(told == 0);
    host.store_by_others("c");
    REQUIRE(cache.refresh());
    CHECK(told == 1);
}

TEST_CASE("A listener is told of a page that was read before memory ran out") {
    auto const others = std::make_shared<MemoryRepository>();
    InterceptedRepository storage(others);
    SettingsCacheOptions options;
    options.own_thread = false;
    int told = 0;
    options.on_change = [&](CachedChange const&) { ++told; };
    SettingsCache cache(storage, options);
    REQUIRE(cache.refresh());
    for (int i = 0; i < 1500; ++i) {
        REQUIRE(store(*others, sample_record("bot" + std::to_string(i))));
    }
    storage.before_changes = out_of_memory_at(3);
    CHECK_THROWS_AS((void)cache.refresh(), std::bad_alloc);
    REQUIRE(cache.refresh());
    CHECK(told == 1500);
}

TEST_CASE("A listener is told of a restart in place of the changes") {
    ListeningHost host;
    host.store_by_others("a");
    host.failing.fail(Errc::feed_restarted, {testing::Verb::changes, 1});
    CHECK(host.look().empty());
    CHECK(host.restarts == 1);
    host.store_by_others("b");
    CHECK(host.look().size() == 1);
    CHECK(host.restarts == 1);
}

TEST_CASE("A cache without listeners follows changes and restarts") {
    CachedStorage host;
    host.store_by_others("a");
    REQUIRE(host.cache().refresh());
    host.failing.fail(Errc::feed_restarted, {testing::Verb::changes, 1});
    CHECK(host.cache().refresh());
}

TEST_CASE("A listener may read, write and refresh the cache") {
    CachedStorage host;
    std::vector<std::string> told;
    host.options.on_change = [&](CachedChange const& change) {
        told.push_back(change.chatbot_id.str());
        CHECK(host.read(change.chatbot_id.str()) == change.revision);
        if (told.size() < 3) {
            host.store_by_cache("again" + std::to_string(told.size()));
        }
        CHECK(host.cache().refresh());
    };
    host.cache();
    host.store_by_others("bot");
    REQUIRE(host.cache().refresh());
    CHECK(told == std::vector<std::string>{"bot", "again1", "again2"});
}

TEST_CASE("What a listener throws passes through refresh, and the next one tells the rest") {
    CachedStorage host;
    std::vector<std::string> told;
    host.options.on_change = [&](CachedChange const& change) {
        told.push_back(change.chatbot_id.str());
        if (told.size() == 1) {
            throw std::runtime_error("no");
        }
    };
    host.cache();
    auto const revision = host.store_by_others("a");
    host.store_by_others("b");
    CHECK_THROWS_AS((void)host.cache().refresh(), std::runtime_error);
    CHECK(host.read("a") == revision);
    CHECK(host.cache().refresh());
    CHECK(told == std::vector<std::string>{"a", "b"});
}
