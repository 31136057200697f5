// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/detail/coarse_clock.hpp>

#include "support/catch.hpp"

#include <chrono>

using human_support::detail::coarse_now;

TEST_CASE("The coarse clock is never ahead of the steady clock, and never goes back") {
    auto last = coarse_now();
    for (int i = 0; i < 10'000; ++i) {
        auto const coarse = coarse_now();
        REQUIRE(coarse <= std::chrono::steady_clock::now());
        REQUIRE(coarse >= last);
        last = coarse;
    }
}

TEST_CASE("The coarse clock goes on") {
    auto const begin = coarse_now();
    while (coarse_now() == begin) { // for a tick of the system; if it stands still, for ever
    }
    CHECK(coarse_now() > begin);
}
