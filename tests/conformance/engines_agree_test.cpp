// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "support/catch.hpp"
#include "support/engines.hpp"
#include "support/random_operations.hpp"

TEST_CASE("Every engine answers random operations as the memory engine does") {
    for (Engine const& engine : engines()) {
        DYNAMIC_SECTION(engine.name) {
            for (int run = 0; run < 4; ++run) {
                Random random;
                INFO("HUMAN_SUPPORT_TEST_SEED=" << random.seed());
                RandomOperations operations(engine, random);
                for (int i = 0; i < 1'500; ++i) {
                    INFO("operation " << i);
                    REQUIRE_NOTHROW(operations.step());
                }
                REQUIRE_NOTHROW(operations.compare_everything());
            }
        }
    }
}
