// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "reader_pool.hpp"

namespace human_support::sqlite {

ReaderPool::Lease::~Lease() {
    if (reader_) {
        pool_->put_back(std::move(reader_));
    }
}

ReaderPool::ReaderPool(std::string file, SqliteOptions const& options,
                       std::unique_ptr<Reader> first)
    : file_(std::move(file)), options_(options) {
    idle_.reserve(options.readers); // so that putting one back needs no memory
    idle_.push_back(std::move(first));
}

Result<ReaderPool::Lease> ReaderPool::take() {
    std::unique_lock lock(mutex_);
    freed_.wait(lock, [&] { return !idle_.empty() || opened_ < options_.readers; });
    if (!idle_.empty()) {
        auto reader = std::move(idle_.back());
        idle_.pop_back();
        return Lease(*this, std::move(reader));
    }
    ++opened_;
    lock.unlock();
    try {
        auto reader = Reader::open(file_, options_);
        if (!reader) {
            give_up();
            return reader.error();
        }
        return Lease(*this, *std::move(reader));
    } catch (...) {
        give_up();
        throw;
    }
}

void ReaderPool::give_up() noexcept {
    std::lock_guard const lock(mutex_);
    --opened_;
    freed_.notify_one();
}

void ReaderPool::put_back(std::unique_ptr<Reader> reader) noexcept {
    std::lock_guard const lock(mutex_);
    idle_.push_back(std::move(reader));
    freed_.notify_one();
}

} // namespace human_support::sqlite
