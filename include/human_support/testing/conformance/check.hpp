// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/testing/repository_factory.hpp>

#include <string_view>
#include <vector>

namespace human_support::testing {

/// One promise of the storage contract, and a function that checks whether an engine keeps it.
struct ConformanceCheck {
    std::string_view name; ///< the promise, as a sentence

    /// Throws a `ConformanceFailure` if the promise is broken. The stores of the factory must
    /// never have been opened before, so give each check a factory of its own.
    void (*run)(RepositoryFactory const& open);
};

/// Checks that do not depend on each other; run them in any order.
using ConformanceChecks = std::vector<ConformanceCheck>;

} // namespace human_support::testing
