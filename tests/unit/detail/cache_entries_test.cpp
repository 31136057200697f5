// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/detail/cache_entries.hpp>

#include "support/catch.hpp"
#include "support/sample_record.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>

using namespace human_support;
using namespace human_support::detail;

namespace {

ChatbotId id_of(std::string_view text) { return ChatbotId::parse(text).value(); }

void add(CacheEntries& entries, CacheBound& bound, std::string_view text) {
    REQUIRE(bound.take());
    auto const id = id_of(text);
    entries.add(HashedId{id}.hash, {KnownRecord(id)});
}

/// Evicts an entry of those that are named, and returns which.
std::string evict(CacheEntries& entries, std::string const& of = "abcde") {
    auto const is_there = [&](char name) {
        auto const id = id_of({&name, 1});
        return entries.find({id}) != nullptr;
    };
    std::string before;
    std::copy_if(of.begin(), of.end(), std::back_inserter(before), is_there);
    entries.evict();
    std::string evicted;
    std::copy_if(before.begin(), before.end(), std::back_inserter(evicted),
                 [&](char name) { return !is_there(name); });
    return evicted;
}

} // namespace

TEST_CASE("What is known of a chatbot keeps its record alive") {
    auto record = std::make_shared<SettingsRecord const>(sample_record("bot"));
    std::weak_ptr<SettingsRecord const> const watch = record;
    KnownRecord const known(record);
    record.reset();
    REQUIRE_FALSE(watch.expired());
    CHECK(known.chatbot_id() == id_of("bot"));
    CHECK(known.record() == watch.lock().get());
    CHECK(known.share() == watch.lock());

    KnownRecord const absent(id_of("none"));
    CHECK(absent.chatbot_id() == id_of("none"));
    CHECK(absent.record() == nullptr);
    CHECK(absent.share() == nullptr);
}

TEST_CASE("A bound gives out as many places as it has, and some more if asked") {
    CacheBound bound(2);
    CHECK(bound.take());
    CHECK(bound.take());
    CHECK_FALSE(bound.take());
    CHECK_FALSE(bound.is_exceeded());
    CHECK(bound.take(1));
    CHECK_FALSE(bound.take(1));
    CHECK(bound.is_exceeded());
    CHECK(bound.taken() == 3);
    bound.give_back(2);
    CHECK(bound.take());
    CHECK_FALSE(bound.take());
    CHECK_FALSE(CacheBound(0).take());
}

TEST_CASE("Entries nobody asked for go first, the oldest of them before the others") {
    CacheBound bound(100);
    CacheEntries entries(bound);
    for (auto const* text : {"a", "b", "c", "d"}) {
        add(entries, bound, text);
    }
    auto const b = id_of("b");
    REQUIRE(entries.use({b}));
    CHECK(evict(entries) == "a");
    CHECK(evict(entries) == "c"); // the hand has passed b
    add(entries, bound, "e");
    CHECK(evict(entries) == "d");
    CHECK(evict(entries) == "e"); // and is at the newest now
    CHECK(evict(entries) == "b"); // which was not asked for since
    CHECK(entries.empty());
    CHECK(bound.taken() == 0);
}

TEST_CASE("A look that does not count saves no entry") {
    CacheBound bound(100);
    CacheEntries entries(bound);
    add(entries, bound, "a");
    add(entries, bound, "b");
    auto const a = id_of("a");
    CHECK(entries.find({a}) != nullptr);
    auto const none = id_of("none");
    CHECK(entries.find({none}) == nullptr);
    CHECK(entries.use({none}) == nullptr);
    CHECK(evict(entries) == "a");
}

TEST_CASE("Entries that all were asked for go in turn") {
    CacheBound bound(100);
    CacheEntries entries(bound);
    for (auto const* text : {"a", "b", "c"}) {
        add(entries, bound, text);
        auto const id = id_of(text);
        REQUIRE(entries.use({id}));
    }
    CHECK(evict(entries) == "a");
    CHECK(evict(entries) == "b");
    CHECK(evict(entries) == "c");
}

TEST_CASE("An entry can be erased, also the one that is next to go") {
    CacheBound bound(100);
    CacheEntries entries(bound);
    for (auto const* text : {"a", "b", "c", "d"}) {
        add(entries, bound, text);
    }
    CHECK(evict(entries) == "a");
    auto const b = id_of("b");
    entries.erase({b}); // the hand is there
    entries.erase({b}); // and it is gone
    CHECK(entries.find({b}) == nullptr);
    CHECK(evict(entries) == "c");
    CHECK(bound.taken() == 1);
    entries.clear();
    CHECK(entries.empty());
    CHECK(bound.taken() == 0);
    add(entries, bound, "e");
    CHECK(evict(entries) == "e");
}

TEST_CASE("Entries beyond the bound go, the oldest first, but for those that must stay") {
    CacheBound bound(2);
    CacheEntries entries(bound);
    for (auto const* text : {"a", "b", "c", "d", "e"}) {
        REQUIRE(bound.take(3));
        auto const id = id_of(text);
        entries.add(HashedId{id}.hash, {KnownRecord(id)});
    }
    auto const is_not_a = [](CacheEntry const& entry) {
        return entry.known.chatbot_id().str() != "a";
    };
    CHECK(entries.evict_beyond_bound(is_not_a) == 3);
    CHECK(bound.taken() == 2);
    auto const a = id_of("a");
    auto const e = id_of("e");
    CHECK(entries.find({a}) != nullptr);
    CHECK(entries.find({e}) != nullptr);
    CHECK(entries.evict_beyond_bound(is_not_a) == 0);
    REQUIRE(bound.take(1));
    auto const f = id_of("f");
    entries.add(HashedId{f}.hash, {KnownRecord(f)});
    CHECK(entries.evict_beyond_bound([](CacheEntry const&) { return false; }) == 0);
    CHECK(bound.taken() == 3);
}

TEST_CASE("Another entry of the same chatbot can take an entry's place") {
    CacheBound bound(100);
    CacheEntries entries(bound);
    {
        auto const record = std::make_shared<SettingsRecord const>(sample_record("bot"));
        REQUIRE(bound.take());
        entries.add(HashedId{record->chatbot_id}.hash, {KnownRecord(record), 1});
    }
    auto const id = id_of("bot");
    *entries.find({id}) = {KnownRecord(id), 2};
    REQUIRE(entries.find({id}) != nullptr);
    CHECK(entries.find({id})->revision == 2);
    for (int i = 0; i < 90; ++i) { // the table grows, and hashes what it holds
        add(entries, bound, "bot" + std::to_string(i));
    }
    CHECK(entries.find({id})->revision == 2);
}
