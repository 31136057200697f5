// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace human_support::engine {

/// The readers of a repository, of which each is for one thread at a time. A `Reader` has
/// `void begin_call()`, which is called when a thread gets it.
template <class Reader, class Counters>
class ReaderPool {
public:
    /// A reader that goes back into the pool when the lease ends.
    class Lease {
    public:
        Lease(ReaderPool& pool, std::unique_ptr<Reader> reader)
            : pool_(pool), reader_(std::move(reader)) {
            reader_->begin_call();
        }
        Lease(Lease const&) = delete;
        Lease& operator=(Lease const&) = delete;
        ~Lease() { pool_.put_back(std::move(reader_)); }

        Reader* operator->() const noexcept { return reader_.get(); }

    private:
        ReaderPool& pool_;
        std::unique_ptr<Reader> reader_;
    };

    ReaderPool(std::vector<std::unique_ptr<Reader>> readers, Counters& counters)
        : counters_(counters) {
        for (auto& reader : readers) {
            idle_.push_back({std::move(reader), {}});
        }
    }

    /// Waits until a reader is free, and returns it; preferably the one that this thread used last.
    /// Those who wait are served in the order in which they came.
    [[nodiscard]] Lease take() {
        std::unique_lock lock(mutex_);
        return {*this, idle_.empty() ? wait_for_one(lock) : take_idle()};
    }

private:
    struct Idle {
        std::unique_ptr<Reader> reader;
        std::thread::id last_user;
    };

    /// A thread that waits.
    struct Waiting {
        std::chrono::steady_clock::time_point overtaken_until; ///< by those who come later
        std::unique_ptr<Reader> reader{}; ///< given by the thread that used it before
        std::condition_variable served{};
    };

    std::unique_ptr<Reader> wait_for_one(std::unique_lock<std::mutex>& lock) {
        // If each reader went to the thread that has waited for the longest, every read would cost
        // two switches of threads: a quarter of the reads a second. So a thread that runs may be
        // faster, but only for a moment.
        constexpr std::chrono::milliseconds patience{1};
        Waiting own{std::chrono::steady_clock::now() + patience};
        waiting_.push_back(&own);
        ++counters_.reader_waits;
        own.served.wait(lock, [&] {
            return own.reader != nullptr || (!idle_.empty() && waiting_.front() == &own);
        });
        if (own.reader != nullptr) {
            return std::move(own.reader);
        }
        waiting_.pop_front();
        auto reader = take_idle();
        wake_first();
        return reader;
    }

    std::unique_ptr<Reader> take_idle() {
        // The memory of that reader is probably in the cache of this processor.
        auto chosen = std::find_if(idle_.begin(), idle_.end(), [](Idle const& idle) {
            return idle.last_user == std::this_thread::get_id();
        });
        if (chosen == idle_.end()) {
            chosen = idle_.begin();
        }
        auto reader = std::move(chosen->reader);
        idle_.erase(chosen);
        return reader;
    }

    void put_back(std::unique_ptr<Reader> reader) noexcept {
        std::lock_guard const lock(mutex_);
        if (!waiting_.empty() &&
            waiting_.front()->overtaken_until <= std::chrono::steady_clock::now()) {
            auto& first = *waiting_.front();
            waiting_.pop_front();
            first.reader = std::move(reader);
            first.served.notify_one(); // its thread cannot go on before the unlock
            return;
        }
        // Needs no memory: it was here before.
        idle_.push_back({std::move(reader), std::this_thread::get_id()});
        wake_first();
    }

    /// Lets the thread that has waited for the longest take a reader if one is idle.
    void wake_first() noexcept {
        if (!waiting_.empty() && !idle_.empty()) {
            waiting_.front()->served.notify_one();
        }
    }

    Counters& counters_;
    std::mutex mutex_;             ///< guards everything below
    std::deque<Waiting*> waiting_; ///< the first one may take an idle reader
    std::vector<Idle> idle_;       ///< the one that has been idle for the longest comes first
};

} // namespace human_support::engine
