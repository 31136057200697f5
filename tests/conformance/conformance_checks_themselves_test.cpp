// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "conformance/concurrency_mutants.hpp"
#include "conformance/feed_mutants.hpp"
#include "conformance/page_mutants.hpp"
#include "conformance/record_mutants.hpp"
#include "conformance/write_mutants.hpp"
#include "support/catch.hpp"

#include <human_support/testing/repository_conformance.hpp>

#include <algorithm>
#include <set>

using human_support::testing::ConformanceFailure;
using human_support::testing::repository_conformance_checks;

namespace {

std::vector<Mutant> all_mutants() {
    std::vector<Mutant> all;
    for (auto const& mutants :
         {record_mutants(), write_mutants(), batch_mutants(), page_mutants(), feed_mutants(),
          feed_mark_mutants(), handle_mutants(), concurrency_mutants()}) {
        all.insert(all.end(), mutants.begin(), mutants.end());
    }
    return all;
}

} // namespace

TEST_CASE("A conformance check fails for an engine with the fault that it looks for") {
    auto const checks = repository_conformance_checks();
    for (Mutant const& mutant : all_mutants()) {
        DYNAMIC_SECTION("An engine that " << mutant.fault << " - " << mutant.caught_by) {
            auto const check = std::ranges::find(checks, mutant.caught_by,
                                                 &human_support::testing::ConformanceCheck::name);
            REQUIRE(check != checks.end());
            CHECK_THROWS_AS(check->run(mutant.open), ConformanceFailure);
        }
    }
}

TEST_CASE("Each conformance check is seen to fail") {
    std::set<std::string_view> seen;
    for (Mutant const& mutant : all_mutants()) {
        seen.insert(mutant.caught_by);
    }
    for (auto const& check : repository_conformance_checks()) {
        INFO(check.name);
        CHECK(seen.contains(check.name));
    }
}

TEST_CASE("The names of the conformance checks differ") {
    std::set<std::string_view> names;
    for (auto const& check : repository_conformance_checks()) {
        INFO(check.name);
        CHECK(names.insert(check.name).second);
    }
}

TEST_CASE("A failed conformance check says where, what was expected and what was found") {
    try {
        human_support::testing::expect_equal("the count", 3, 4);
        FAIL("nothing was thrown");
    } catch (ConformanceFailure const& failure) {
        CHECK_THAT(failure.file(), Catch::Matchers::EndsWith("themselves_test.cpp"));
        CHECK(failure.line() == __LINE__ - 4);
        CHECK(failure.expected() == "4");
        CHECK(failure.found() == "3");
        CHECK(failure.what() == failure.file() + ":" + std::to_string(failure.line()) +
                                    ": the count: expected 4, found 3");
    }
}
