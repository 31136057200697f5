// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <future>
#include <mutex>
#include <vector>

namespace human_support::testing {

/// Lets threads wait until all of them are there. (The std::latch of mingw-w64 sometimes forgets
/// one.)
class StartingLine {
public:
    explicit StartingLine(std::size_t count) : missing_(count) {}

    void arrive_and_wait() {
        std::unique_lock<std::mutex> lock(mutex_);
        --missing_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return missing_ == 0; });
    }

private:
    std::mutex mutex_; ///< guards what follows
    std::condition_variable changed_;
    std::size_t missing_;
};

/// Calls `work(0)` to `work(count - 1)`, each in its own thread, all at the same time. Once all
/// have ended, throws what the first of them in this order threw, if any did.
template <class Work>
void run_together(std::size_t count, Work const& work) {
    StartingLine start(count);
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
