// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/cache_shard.hpp>

#include <cstddef>
#include <memory>
#include <vector>

namespace human_support::detail {

/// All that a cache keeps, in parts that have a lock each.
class CacheShards {
public:
    CacheShards(std::size_t records, std::size_t absences, bool keep_before)
        : bounds_{CacheBound(records), CacheBound(absences), keep_before} {
        // A shard evicts none but its own, so a few entries are better in one shard.
        std::size_t const count = records < 10'000 ? 1 : 64;
        for (std::size_t i = 0; i < count; ++i) {
            shards_.push_back(std::make_unique<CacheShard>(bounds_));
        }
    }

    [[nodiscard]] CacheBounds const& bounds() const noexcept { return bounds_; }
    [[nodiscard]] std::size_t count() const noexcept { return shards_.size(); }

    /// Returns the index of the shard that has a chatbot.
    [[nodiscard]] std::size_t index_of(HashedId const& id) const noexcept {
        // The tables of the threads use the lower bits. A division would take longer.
        return (id.hash >> 16) & (shards_.size() - 1);
    }
    [[nodiscard]] CacheShard& operator[](std::size_t index) const noexcept {
        return *shards_[index];
    }
    [[nodiscard]] CacheShard& of(HashedId const& id) const noexcept {
        return *shards_[index_of(id)];
    }

    /// Calls `function` with each shard, locked.
    template <class Function>
    void for_each(Function const& function) const {
        for (auto const& shard : shards_) {
            std::lock_guard<std::mutex> const lock(shard->mutex);
            function(*shard);
        }
    }

private:
    CacheBounds bounds_;
    std::vector<std::unique_ptr<CacheShard>> shards_;
};

} // namespace human_support::detail
