// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/testing/failing_repository.hpp>
#include <human_support/testing/repository_conformance.hpp>

#include "support/cached_engines.hpp"
#include "support/catch.hpp"
#include "support/engines.hpp"

TEST_CASE("Every engine keeps the storage contract") {
    for (Engine const& engine : engines()) {
        for (auto const& check : human_support::testing::repository_conformance_checks()) {
            DYNAMIC_SECTION(engine.name << ": " << check.name) {
                CHECK_NOTHROW(check.run(engine.new_factory()));
            }
        }
    }
}

TEST_CASE("A cache in front of an engine keeps the storage contract") {
    for (Engine const& engine : cached_engines()) {
        for (auto const& check : human_support::testing::repository_conformance_checks()) {
            DYNAMIC_SECTION(engine.name << ": " << check.name) {
                CHECK_NOTHROW(check.run(engine.new_factory()));
            }
        }
    }
}

TEST_CASE("A check of an engine that is busy for ever fails, and ends") {
    auto const open = engines().front().new_factory();
    auto const check = human_support::testing::repository_conformance_checks().front();
    CHECK_THROWS_AS(check.run([&](std::string_view name) {
        auto store = std::make_shared<human_support::testing::FailingRepository>(open(name));
        store->fail(human_support::Errc::busy);
        return store;
    }),
                    human_support::testing::ConformanceFailure);
}

TEST_CASE("The checks try again if an engine is busy") {
    auto const& engine = engines().front();
    for (auto const& check : human_support::testing::repository_conformance_checks()) {
        DYNAMIC_SECTION(check.name) {
            auto const open = engine.new_factory();
            CHECK_NOTHROW(check.run([&](std::string_view name) {
                auto store =
                    std::make_shared<human_support::testing::FailingRepository>(open(name));
                store->fail(human_support::Errc::busy, {.count = 3});
                return store;
            }));
        }
    }
}
