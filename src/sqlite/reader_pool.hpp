// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "reader.hpp"

#include <condition_variable>
#include <cstddef>
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
            : pool_(pool), reader_(std::move(reader)) {}
        Lease(Lease const&) = delete;
        Lease& operator=(Lease const&) = delete;
        ~Lease() { pool_.put_back(std::move(reader_)); }

        Reader* operator->() const noexcept { return reader_.get(); }

    private:
        ReaderPool& pool_;
        std::unique_ptr<Reader> reader_;
    };

    explicit ReaderPool(std::vector<std::unique_ptr<Reader>> readers);

    /// Waits until a reader is free, and returns it; preferably the one that this thread used last.
    [[nodiscard]] Lease take();

private:
    struct Idle {
        std::unique_ptr<Reader> reader;
        std::thread::id last_user;
    };

    void put_back(std::unique_ptr<Reader> reader) noexcept;

    std::mutex mutex_; ///< guards everything below
    std::condition_variable freed_;
    std::size_t waiting_ = 0;
    std::vector<Idle> idle_; ///< the one that has been idle for the longest comes first
};

} // namespace human_support::sqlite
