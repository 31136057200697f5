// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/settings_cache.hpp>

#include "faults/failing_allocations.hpp"
#include "support/catch.hpp"
#include "support/sample_record.hpp"

#include <human_support/memory_repository.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

using namespace human_support;

namespace {

/// Too long to be kept in a string itself.
std::string long_id(int number) {
    return "a-chatbot-whose-id-takes-memory-of-its-own-" + std::to_string(number);
}

ChatbotId bot(int number) { return ChatbotId::parse(long_id(number)).value(); }

/// A cache that has looked into the feed of a store, where others have stored and erased since.
struct World {
    MemoryRepository others;
    std::size_t told = 0;
    SettingsCache cache;

    explicit World(bool is_complete) : cache(others, options()) {
        change(0);
        REQUIRE((is_complete ? cache.preload() : cache.refresh()));
        for (int i = 0; i < 4; ++i) {
            REQUIRE(cache.find_cached(bot(i)));
        }
        change(1);
        told = 0;
    }

    /// Whether each read is as the storage has it.
    bool is_right() {
        for (int i = 0; i < 6; ++i) {
            auto const found = cache.find_cached(bot(i)).value().record;
            auto const stored = others.find(bot(i)).value();
            if ((found ? found->revision : 0) != (stored ? stored->revision : 0)) {
                return false;
            }
        }
        return true;
    }

private:
    void change(int first) {
        REQUIRE(store(others, sample_record(long_id(first))));
        REQUIRE(store(others, sample_record(long_id(first + 1))));
        REQUIRE(others.write(Write::erase(bot(first))));
        REQUIRE(store(others, sample_record(long_id(first + 3))));
    }

    SettingsCacheOptions options() {
        SettingsCacheOptions options;
        options.own_thread = false;
        options.on_change = [this](CachedChange const&) { ++told; };
        return options;
    }
};

} // namespace

TEST_CASE("After a call of a cache that ran out of memory at any allocation, reads are right") {
    bool const is_complete = GENERATE(false, true);
    using Call = std::function<bool(World&)>;
    Call call;
    SECTION("a look into the feed") {
        call = [](World& world) { return world.cache.refresh().has_value(); };
    }
    SECTION("a preload") {
        call = [](World& world) { return world.cache.preload().has_value(); };
    }
    SECTION("a read of a record") {
        call = [](World& world) { return world.cache.find_cached(bot(4)).has_value(); };
    }
    SECTION("a read of an absence") {
        call = [](World& world) { return world.cache.find_cached(bot(5)).has_value(); };
    }
    SECTION("a write of what is kept, and of what is not") {
        call = [](World& world) {
            std::vector<Write> const batch{Write::store(sample_record(long_id(1)), Anything{}),
                                           Write::store(sample_record(long_id(5)), Anything{}),
                                           Write::erase(bot(3))};
            return world.cache.write(batch).has_value();
        };
    }
    for (auto const failures : {Failures::one, Failures::all_from_there_on}) {
        for (EachAllocation each(Allocator::operator_new, failures); each.next();) {
            CAPTURE(is_complete, failures, each.number());
            World world(is_complete);
            (void)each.run([&] { return call(world); });
            REQUIRE(world.cache.refresh());
            REQUIRE(world.is_right());
        }
    }
}

TEST_CASE("A look into the feed that ran out of memory tells the listener of each change once") {
    auto const failures = GENERATE(Failures::one, Failures::all_from_there_on);
    for (EachAllocation each(Allocator::operator_new, failures); each.next();) {
        CAPTURE(each.number());
        World world(false);
        (void)each.run([&] { return world.cache.refresh().has_value(); });
        REQUIRE(world.cache.refresh());
        REQUIRE(world.told == 3);
    }
}
