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

/// The readers of a repository. All are opened with it, so that every one of them reads the file
/// that was there then, whatever is in its place later.
class ReaderPool {
public:
    /// A reader that goes back into the pool at the end.
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

    /// A reader, once one is free: the one that this thread used last, if that is.
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
