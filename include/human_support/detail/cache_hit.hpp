// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/cache_freshness.hpp>
#include <human_support/detail/cache_shards.hpp>
#include <human_support/detail/cache_table.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>

namespace human_support::detail {

/// What a cache knows of a chatbot, if it may be served. It stays there for as long as this lives,
/// which is on one thread.
class CacheHit {
public:
    using Moment = CacheFreshness::Clock::time_point;

    CacheHit(std::shared_ptr<CacheTables> const& tables, CacheShards const& shards,
             CacheFreshness const& freshness, HashedId const& id)
        : as_of_(freshness.as_of_to_serve()) {
        if (as_of_) {
            look(CacheTable::of_this_thread(tables), shards.of(id), id);
        }
    }
    CacheHit(CacheHit const&) = delete;
    CacheHit& operator=(CacheHit const&) = delete;
    ~CacheHit() = default;

    /// Tells whether something may be served.
    [[nodiscard]] explicit operator bool() const noexcept { return known_ != nullptr; }

    [[nodiscard]] KnownRecord const& known() const noexcept { return *known_; }
    [[nodiscard]] Moment as_of() const noexcept { return *as_of_; }

private:
    void look(CacheTable& table, CacheShard& shard, HashedId const& id) {
        if ((known_ = table.find(id, shard.generation())) != nullptr) {
            if (table.hits() % hits_for_a_note == 0) {
                std::lock_guard<std::mutex> const lock(shard.mutex);
                shard.use(id);
            }
            in_use_.emplace(table);
            return;
        }
        std::unique_lock<std::mutex> lock(shard.mutex);
        if ((view_ = shard.look(id))) {
            ++shard.hits;
            lock.unlock();
            table.keep(id, view_->generation, view_->known);
            known_ = &view_->known;
        }
    }

    /// Each time a thread's table has served so many reads, it says so to the shard of the last
    /// one. Otherwise what is read most would be taken for unused there.
    static constexpr std::uint64_t hits_for_a_note = 64;

    std::optional<Moment> as_of_; // read before what is known, which may be newer
    KnownRecord const* known_ = nullptr;
    std::optional<CacheTable::Use> in_use_; ///< if the thread's table has it
    std::optional<CacheView> view_;         ///< if the shard had it
};

} // namespace human_support::detail
