// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <future>
#include <latch>
#include <vector>

namespace benchmarks {

using Seconds = std::chrono::duration<double>;

/// How long operations took.
struct ThreadTimes {
    Seconds all;                  ///< from the common start until the last one was done
    std::vector<Seconds> of_each; ///< in no order
};

/// Calls `operation(i)` with each i below `operations`, from `threads` threads that start together.
/// Each takes the next one as soon as it has done one, so that all are busy to the end, and one
/// that has to wait takes no work from the others.
template <class Operation>
ThreadTimes time_in_threads(std::size_t threads, std::size_t operations,
                            Operation const& operation) {
    using Clock = std::chrono::steady_clock;
    std::latch start(static_cast<std::ptrdiff_t>(threads) + 1);
    std::atomic<std::size_t> next = 0;
    auto const work = [&] {
        std::vector<Seconds> times;
        times.reserve(operations);
        start.arrive_and_wait();
        auto before = Clock::now();
        for (auto i = next++; i < operations; i = next++) {
            operation(i);
            auto const after = Clock::now();
            times.emplace_back(after - before);
            before = after;
        }
        return times;
    };
    std::vector<std::future<std::vector<Seconds>>> running;
    for (std::size_t thread = 0; thread < threads; ++thread) {
        running.push_back(std::async(std::launch::async, work));
    }
    start.arrive_and_wait();
    auto const begin = Clock::now();
    for (auto const& thread : running) {
        thread.wait();
    }
    ThreadTimes times{Clock::now() - begin, {}};
    for (auto& thread : running) {
        auto const of_thread = thread.get();
        times.of_each.insert(times.of_each.end(), of_thread.begin(), of_thread.end());
    }
    return times;
}

} // namespace benchmarks
