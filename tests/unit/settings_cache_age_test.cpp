// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/settings_cache.hpp>

#include "support/cached_storage.hpp"
#include "support/catch.hpp"

#include <chrono>

using namespace human_support;
using namespace std::chrono_literals;

TEST_CASE("A reader is served up to the second limit, and told how old that is") {
    CachedStorage host;
    auto const revision = host.store_by_others("bot");
    CHECK(host.read("bot") == revision);
    host.failing.fail(Errc::storage_failed);
    auto const last_look = host.now;
    host.now += 60s;
    CHECK(host.cache().refresh() == Errc::storage_failed);
    auto const old = host.cache().find_cached(host.chatbot("bot"));
    REQUIRE(old);
    CHECK(old->record->revision == revision);
    CHECK(old->as_of == last_look);
    CHECK(host.cache().counters().staleness == 60s);
    CHECK(host.cache().counters().failures == 1);

    host.now += 1ns;
    CHECK(host.cache().find_cached(host.chatbot("bot")).error() == Errc::storage_failed);
    CHECK_FALSE(host.is_kept("bot"));

    host.failing.recover();
    REQUIRE(host.cache().refresh());
    CHECK(host.is_kept("bot"));
    CHECK(host.cache().counters().staleness == 0s);
}

TEST_CASE("Beyond the second limit a reader gets what the storage has") {
    CachedStorage host;
    host.store_by_others("bot");
    host.read("bot");
    auto const newer = host.store_by_others("bot");
    host.now += 60s + 1ns;
    CHECK(host.read("bot") == newer);
    auto const newest = host.store_by_others("bot");
    CHECK(host.read("bot") == newest);
    REQUIRE(host.cache().refresh());
    CHECK(host.read("bot") == newest);
}

TEST_CASE("A second limit below the first counts as the first") {
    CachedStorage host;
    host.options.staleness_without_storage = 0ms;
    host.store_by_others("bot");
    host.read("bot");
    host.now += 1s;
    CHECK(host.is_kept("bot"));
    host.now += 1ns;
    CHECK_FALSE(host.is_kept("bot"));
}

TEST_CASE("With a clock that goes back, what is kept is served") {
    CachedStorage host;
    host.now += 1h;
    host.store_by_others("bot");
    host.read("bot");
    host.now -= 30min;
    CHECK(host.is_kept("bot"));
    CHECK(host.cache().counters().staleness == 0s);
}

TEST_CASE("A cache that may keep nothing serves nothing, also with a clock that goes back") {
    CachedStorage host;
    host.options.staleness = 0ms;
    host.options.staleness_without_storage = 0ms;
    host.now += 1h;
    host.store_by_others("bot");
    REQUIRE(host.cache().preload());
    host.now -= 30min;
    CHECK_FALSE(host.is_kept("bot"));
    CHECK_FALSE(host.is_kept("none"));
}
