// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <cstddef>
#include <future>
#include <latch>
#include <vector>

namespace human_support::testing {

/// Calls `work(0)` to `work(count - 1)`, each in a thread of its own, all started together. Once
/// all have ended, throws what the first of them threw.
template <class Work>
void run_together(std::size_t count, Work const& work) {
    std::latch start(static_cast<std::ptrdiff_t>(count));
    std::vector<std::future<void>> threads;
    for (std::size_t i = 0; i < count; ++i) {
        threads.push_back(std::async(std::launch::async, [&, i] {
            start.arrive_and_wait();
            work(i);
        }));
    }
    for (auto const& thread : threads) {
        thread.wait();
    }
    for (auto& thread : threads) {
        thread.get();
    }
}

} // namespace human_support::testing
