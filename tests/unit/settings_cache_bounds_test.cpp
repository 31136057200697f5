// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/settings_cache.hpp>

#include "support/cached_storage.hpp"
#include "support/catch.hpp"

#include <string>

using namespace human_support;
using namespace std::chrono_literals;

TEST_CASE("Made-up ids evict no record") {
    CachedStorage host;
    host.options.records = 2;
    host.options.absences = 2;
    host.store_by_others("a");
    host.store_by_others("b");
    host.store_by_others("c");
    host.read("a");
    host.read("b");
    for (int i = 0; i < 10; ++i) {
        host.read("none" + std::to_string(i));
    }
    CHECK(host.is_kept("a"));
    CHECK(host.is_kept("b"));
    auto const counters = host.cache().counters();
    CHECK(counters.records == 2);
    CHECK(counters.absences == 2);
    CHECK(counters.evictions == 8);
}

TEST_CASE("What is read often outlives a scan of everything") {
    CachedStorage host;
    host.options.records = 3;
    for (auto const* often : {"a", "b"}) {
        host.store_by_others(often);
        host.read(often);
        host.store_by_cache(often); // so that the next read is not answered by the thread's table
        host.read(often);
    }
    for (int i = 0; i < 20; ++i) {
        auto const id = "scan" + std::to_string(i);
        host.store_by_others(id);
        host.read(id);
        for (int reads = 0; reads < 64; ++reads) { // of which each 64th counts
            host.read("a");
            host.read("b");
        }
    }
    CHECK(host.cache().counters().loads == 22);
    CHECK(host.cache().counters().evictions == 19);
}

TEST_CASE(
    "A record that becomes an absence, and an absence that becomes a record, change the bound") {
    CachedStorage host;
    host.options.records = 1;
    host.options.absences = 1;
    host.store_by_others("a");
    host.read("a");
    host.erase_by_cache("a");
    CHECK(host.cache().counters().records == 0);
    CHECK(host.cache().counters().absences == 1);
    CHECK(host.is_kept("a"));
    host.store_by_cache("a");
    CHECK(host.cache().counters().records == 1);
    CHECK(host.cache().counters().absences == 0);
    CHECK(host.is_kept("a"));
}

TEST_CASE("An erased record of a cache that keeps no absences is asked for again") {
    CachedStorage host;
    host.options.absences = 0;
    host.store_by_others("a");
    host.read("a");
    host.erase_by_cache("a");
    CHECK_FALSE(host.is_kept("a"));
    CHECK(host.read("a") == no_revision);
    CHECK(host.cache().counters().records == 0);
}

TEST_CASE("A cache that keeps no records holds none") {
    CachedStorage host;
    host.options.records = 0;
    host.store_by_others("a");
    host.read("a");
    host.read("a");
    CHECK(host.others->find(host.chatbot("a")).value().use_count() == 2); // the storage's, and this
}

TEST_CASE("A cache of many records is bounded like one of a few") {
    CachedStorage host;
    host.options.records = 10'000; // which are in several shards
    host.options.absences = 1;
    for (int i = 0; i < 10'100; ++i) {
        auto const id = "bot" + std::to_string(i);
        host.store_by_others(id);
        REQUIRE(host.read(id) != no_revision);
        REQUIRE(host.read("none" + std::to_string(i)) == no_revision);
    }
    auto const counters = host.cache().counters();
    CHECK(counters.records == 10'000);
    CHECK(counters.absences == 1);
    CHECK(counters.loads == 2 * 10'100);
}
