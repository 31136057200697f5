// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "reader.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace human_support::sqlite {

/// A bounded number of readers, opened when they are first needed.
class ReaderPool {
public:
    /// A reader that goes back into the pool at the end.
    class Lease {
    public:
        Lease(ReaderPool& pool, std::unique_ptr<Reader> reader)
            : pool_(&pool), reader_(std::move(reader)) {}
        Lease(Lease&&) = default;
        Lease& operator=(Lease&&) = delete;
        ~Lease();

        Reader* operator->() const noexcept { return reader_.get(); }

    private:
        ReaderPool* pool_;
        std::unique_ptr<Reader> reader_; ///< null where it was moved from
    };

    /// `first` shows that the file can be read; the options are those it was opened with.
    ReaderPool(std::string file, SqliteOptions const& options, std::unique_ptr<Reader> first);

    /// A reader, once one is free.
    Result<Lease> take();

private:
    void put_back(std::unique_ptr<Reader> reader) noexcept;
    void give_up() noexcept; ///< of opening one

    std::string const file_;
    SqliteOptions const options_;
    std::mutex mutex_; ///< guards everything below
    std::condition_variable freed_;
    std::vector<std::unique_ptr<Reader>> idle_; ///< the last used is used first: its pages are warm
    std::size_t opened_ = 1;
};

} // namespace human_support::sqlite
