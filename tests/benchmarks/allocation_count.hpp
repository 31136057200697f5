// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <cstddef>

namespace benchmarks {

/// How many allocations by operator new, which this program replaces, this thread has made since it
/// began.
[[nodiscard]] std::size_t allocation_count() noexcept;

/// How many of them `operation()` makes.
template <class Operation>
[[nodiscard]] std::size_t allocations_of(Operation const& operation) {
    auto const before = allocation_count();
    operation();
    return allocation_count() - before;
}

} // namespace benchmarks
