// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "reader.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace human_support::sqlite {

/// The readers of a repository. All are opened with it, so that all of them read the same file,
/// even if another file takes its place later.
class ReaderPool {
public:
    /// A reader that goes back into the pool when the lease ends.
    class Lease {
    public:
        Lease(ReaderPool& pool, std::unique_ptr<Reader> reader)
            : pool_(pool), reader_(std::move(reader)) {
            reader_->connection().begin_call();
        }
        Lease(Lease const&) = delete;
        Lease& operator=(Lease const&) = delete;
        ~Lease() { pool_.put_back(std::move(reader_)); }

        Reader* operator->() const noexcept { return reader_.get(); }

    private:
        ReaderPool& pool_;
        std::unique_ptr<Reader> reader_;
    };

    ReaderPool(std::vector<std::unique_ptr<Reader>> readers, Counters& counters);

    /// Waits until a reader is free, and returns it; preferably the one that this thread used last.
    /// Those who wait are served in the order in which they came.
    [[nodiscard]] Lease take();

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

    std::unique_ptr<Reader> take_idle();
    std::unique_ptr<Reader> wait_for_one(std::unique_lock<std::mutex>& lock);
    void put_back(std::unique_ptr<Reader> reader) noexcept;
    void wake_first() noexcept;

    Counters& counters_;
    std::mutex mutex_;             ///< guards everything below
    std::deque<Waiting*> waiting_; ///< the first one may take an idle reader
    std::vector<Idle> idle_;       ///< the one that has been idle for the longest comes first
};

} // namespace human_support::sqlite
