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
    return {*this, idle_.empty() ? wait_for_one(lock) : take_idle()};
}

std::unique_ptr<Reader> ReaderPool::wait_for_one(std::unique_lock<std::mutex>& lock) {
    // If each reader went to the thread that has waited for the longest, every read would cost two
    // switches of threads: a quarter of the reads a second. So a thread that runs may be faster,
    // but only for a moment.
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
void ReaderPool::wake_first() noexcept {
    if (!waiting_.empty() && !idle_.empty()) {
        waiting_.front()->served.notify_one();
    }
}

} // namespace human_support::sqlite
