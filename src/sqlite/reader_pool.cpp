// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "reader_pool.hpp"

#include <algorithm>

namespace human_support::sqlite {

ReaderPool::ReaderPool(std::vector<std::unique_ptr<Reader>> readers) {
    for (auto& reader : readers) {
        idle_.push_back({std::move(reader), {}});
    }
}

ReaderPool::Lease ReaderPool::take() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    freed_.wait(lock, [&] { return !idle_.empty(); });
    --waiting_;
    // The memory of that reader is probably in the cache of this processor.
    auto chosen = std::find_if(idle_.begin(), idle_.end(), [](Idle const& idle) {
        return idle.last_user == std::this_thread::get_id();
    });
    if (chosen == idle_.end()) {
        chosen = idle_.begin();
    }
    auto reader = std::move(chosen->reader);
    idle_.erase(chosen);
    return {*this, std::move(reader)};
}

void ReaderPool::put_back(std::unique_ptr<Reader> reader) noexcept {
    std::lock_guard const lock(mutex_);
    idle_.push_back(
        {std::move(reader), std::this_thread::get_id()}); // needs no memory: it was here before
    if (waiting_ > 0) {
        freed_.notify_one();
    }
}

} // namespace human_support::sqlite
