// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/testing/repository_conformance.hpp>

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
