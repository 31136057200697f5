// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "reader_pool.hpp"

namespace human_support::sqlite {

ReaderPool::Lease ReaderPool::take() {
    std::unique_lock lock(mutex_);
    freed_.wait(lock, [&] { return !idle_.empty(); });
    auto reader = std::move(idle_.back());
    idle_.pop_back();
    return {*this, std::move(reader)};
}

void ReaderPool::put_back(std::unique_ptr<Reader> reader) noexcept {
    std::lock_guard const lock(mutex_);
    idle_.push_back(std::move(reader)); // needs no memory: there was room for it before
    freed_.notify_one();
}

} // namespace human_support::sqlite
