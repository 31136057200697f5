// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "reader_pool.hpp"

#include <algorithm>

namespace human_support::sqlite {

ReaderPool::ReaderPool(std::vector<std::unique_ptr<Reader>> readers, Counters& counters)
    : counters_(counters) {
    for (auto& reader : readers) {
        idle_.push_back({std::move(reader), {}});
    }
}

ReaderPool::Lease ReaderPool::take() {
    std::unique_lock lock(mutex_);
    if (!idle_.empty()) {
        return {*this, take_idle()};
    }
    Waiting waiting;
    waiting_.push_back(&waiting);
    ++counters_.reader_waits;
    waiting.given.wait(lock, [&] { return waiting.reader != nullptr; });
    return {*this, std::move(waiting.reader)};
}

std::unique_ptr<Reader> ReaderPool::take_idle() {
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

void ReaderPool::put_back(std::unique_ptr<Reader> reader) noexcept {
    std::lock_guard const lock(mutex_);
    if (waiting_.empty()) {
        // Needs no memory: it was here before.
        idle_.push_back({std::move(reader), std::this_thread::get_id()});
        return;
    }
    auto& next = *waiting_.front();
    waiting_.pop_front();
    next.reader = std::move(reader);
    next.given.notify_one(); // its thread cannot go on before the unlock
}

} // namespace human_support::sqlite
