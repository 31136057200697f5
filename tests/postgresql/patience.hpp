// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

namespace human_support::tests {

/// Far more than anything takes that a test waits for.
inline constexpr std::chrono::seconds patience{120};

/// Asks `condition` again and again until it holds: of processes that tell of nothing by
/// themselves. Throws a `std::runtime_error` with `what` if that does not come.
template <class Condition>
void wait_until_true(std::string const& what, Condition condition) {
    auto const end = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) {
            throw std::runtime_error("this did not come: " + what);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
}

} // namespace human_support::tests
