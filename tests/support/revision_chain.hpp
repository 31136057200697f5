// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "support/catch.hpp"
#include "support/concurrent_updates.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

/// Checks that there are `count` steps, and that each change was made on top of the one before it,
/// from the revision `first` to the revision `last`, so that none was lost.
inline void check_revision_chain(std::vector<RevisionStep> steps, std::size_t count,
                                 human_support::Revision first, human_support::Revision last) {
    CHECK(steps.size() == count);
    std::ranges::sort(steps, {}, &RevisionStep::before);
    for (RevisionStep const& step : steps) {
        REQUIRE(step.before == first);
        REQUIRE(step.after > step.before);
        first = step.after;
    }
    CHECK(first == last);
}
