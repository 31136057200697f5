// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/testing/repository_conformance.hpp>

#include "postgresql/engine/postgresql_engine.hpp"
#include "support/cached_engines.hpp"
#include "support/catch.hpp"
#include "support/random_operations.hpp"

using namespace human_support;
using namespace human_support::tests;

TEST_CASE("PostgreSQL keeps the storage contract") {
    auto const engine = postgresql_engine();
    for (auto const& check : testing::repository_conformance_checks()) {
        DYNAMIC_SECTION(check.name) { CHECK_NOTHROW(check.run(engine.new_factory())); }
    }
}

TEST_CASE("A cache in front of PostgreSQL keeps the storage contract") {
    auto const engine = cached(postgresql_engine()).back(); // finds in the cache
    for (auto const& check : testing::repository_conformance_checks()) {
        DYNAMIC_SECTION(check.name) { CHECK_NOTHROW(check.run(engine.new_factory())); }
    }
}

TEST_CASE("PostgreSQL answers random operations as the memory engine does") {
    Random random;
    INFO("HUMAN_SUPPORT_TEST_SEED=" << random.seed());
    RandomOperations operations(postgresql_engine(), random);
    for (int i = 0; i < 700; ++i) {
        INFO("operation " << i);
        REQUIRE_NOTHROW(operations.step());
    }
    REQUIRE_NOTHROW(operations.compare_everything());
}
