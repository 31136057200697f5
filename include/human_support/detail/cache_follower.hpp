// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/cache_freshness.hpp>
#include <human_support/detail/cache_listener.hpp>
#include <human_support/detail/cache_shards.hpp>
#include <human_support/repository.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace human_support::detail {

/// Follows the feed of a storage, and so keeps a cache's entries fresh. Thread-safe; one look at a
/// time.
class CacheFollower {
public:
    CacheFollower(SettingsRepository const& repository, CacheShards& shards,
                  CacheFreshness& freshness, SettingsCacheOptions const& options)
        : repository_(repository), shards_(shards), freshness_(freshness),
          staleness_(options.staleness), listener_(options.on_change, options.on_restart),
          by_shard_(shards.count()) {}

    /// Takes over what changed since the last look.
    Result<void> refresh() {
        return look([this] { return mark_ && !is_taking_in_ ? follow() : begin(); });
    }

    /// Takes in everything; from now on a restart of the feed does so again.
    Result<void> preload() {
        return look([this] {
            wants_all_ = true;
            return begin();
        });
    }

    [[nodiscard]] std::uint64_t failures() const noexcept {
        return failures_.load(std::memory_order_relaxed);
    }

private:
    using Clock = CacheFreshness::Clock;

    template <class Function>
    Result<void> look(Function const& function) {
        std::unique_lock<std::mutex> lock(mutex_);
        auto done = function();
        if (done == Errc::feed_restarted) {
            listener_.add_restart();
            told_.reset();
            freshness_.reset();
            drop();
            done = begin();
        }
        if (!done) {
            failures_.fetch_add(1, std::memory_order_relaxed);
        }
        lock.unlock();
        listener_.tell();
        return done;
    }

    Result<void> begin() { return wants_all_ ? take_in_all() : begin_at_the_end(); }

    /// Forgets all that was learned before now. Each read that begins later is followed by all of
    /// its changes, since `mark` is from before.
    Result<void> begin_at_the_end() {
        return repository_.changes(std::nullopt, 0).transform([this](FeedPage const& page) {
            auto const now = freshness_.now();
            drop();
            mark_ = page.mark;
            told_ = page.mark;
            freshness_.set(now);
        });
    }

    Result<void> take_in_all() {
        is_taking_in_ = true;
        // Without its epoch, nobody would notice that the feed restarts before the first page of it
        // is read, and what is loaded until then might have been erased since.
        auto const end = repository_.changes(std::nullopt, 0);
        if (!end) {
            return end.error();
        }
        if (told_ && told_->epoch != end->mark.epoch) {
            return Errc::feed_restarted;
        }
        begun_to_take_in_ = freshness_.now();
        drop();
        mark_ = FeedMark{end->mark.epoch, no_revision};
        shards_.for_each([](CacheShard& shard) { shard.begin_to_take_in(); });
        freshness_.set(*begun_to_take_in_);
        auto done = follow();
        begun_to_take_in_.reset();
        if (done) {
            if (!told_) {
                told_ = mark_;
            }
            done = follow(); // that took long, if there was much
        }
        if (!done) {
            return done;
        }
        is_taking_in_ = false;
        bool is_complete = true;
        shards_.for_each([&](CacheShard& shard) { is_complete &= shard.end_to_take_in(); });
        if (!is_complete) {
            return Error(Errc::too_large,
                         "The storage has more than the cache may keep; raise its options "
                         "`records` and `absences`.");
        }
        return {};
    }

    void drop() noexcept {
        mark_.reset();
        shards_.for_each([](CacheShard& shard) { shard.drop(); });
    }

    /// Reads the feed from the mark to where its end was meanwhile.
    Result<void> follow() {
        auto done = read_to_end();
        listener_.add(changes_);
        return done;
    }

    Result<void> read_to_end() {
        auto begun = freshness_.now();
        auto page = repository_.changes(mark_, max_page_size);
        if (!page) {
            return std::move(page).error();
        }
        if (!page->changes.empty()) {
            take_over(*page);
            begun = freshness_.now();
            auto end = repository_.changes(mark_, 0);
            if (!end) {
                return std::move(end).error();
            }
            while (mark_->revision < end->mark.revision && !page->changes.empty()) {
                page = repository_.changes(mark_, max_page_size);
                if (!page) {
                    return std::move(page).error();
                }
                take_over(*page);
            }
        }
        mark_ = page->mark;
        if (shards_.bounds().absences.is_exceeded()) {
            shards_.for_each([this](CacheShard& shard) { shard.end_page(mark_->revision); });
        }
        freshness_.set(begun);
        return {};
    }

    void take_over(FeedPage const& page) {
        for (auto& part : by_shard_) {
            part.clear();
        }
        for (FeedChange const& change : page.changes) {
            HashedId const id{change.chatbot_id};
            by_shard_[shards_.index_of(id)].push_back({&change, id.hash});
        }
        for (std::size_t i = 0; i < by_shard_.size(); ++i) {
            if (!by_shard_[i].empty()) {
                take_over(shards_[i], by_shard_[i], page.mark);
            }
        }
        mark_ = page.mark;
        if (told_ && told_->revision < page.mark.revision) {
            told_ = page.mark;
        }
        if (begun_to_take_in_ && freshness_.now() - *begun_to_take_in_ > staleness_) {
            freshness_.reset(); // what was loaded meanwhile may have changed since
        }
    }

    struct HashedChange {
        FeedChange const* change;
        std::size_t hash;
    };

    void take_over(CacheShard& shard, std::vector<HashedChange> const& part, FeedMark const& mark) {
        std::lock_guard<std::mutex> const lock(shard.mutex);
        for (auto const& [change, hash] : part) {
            auto before = shard.take_over({change->chatbot_id, hash}, *change, mark.epoch);
            if (listener_.wants_changes() && told_ && told_->revision < change->revision) {
                bool const is_from_then = before && before->revision <= told_->revision;
                changes_.add(*change, is_from_then ? std::move(before) : nullptr);
            }
        }
        shard.end_page(mark.revision);
    }

    SettingsRepository const& repository_;
    CacheShards& shards_;
    CacheFreshness& freshness_;
    std::chrono::milliseconds const staleness_;
    CacheListener listener_;
    std::atomic<std::uint64_t> failures_ = 0;

    std::mutex mutex_;             ///< guards what is below
    std::optional<FeedMark> mark_; ///< of the feed, up to which all was taken over
    std::optional<FeedMark> told_; ///< up to which the listener knows all, or need not know
    CacheChanges changes_;         ///< that the listener does not have yet
    bool wants_all_ = false;
    bool is_taking_in_ = false;                         ///< or was when that failed
    std::optional<Clock::time_point> begun_to_take_in_; ///< while all is taken in
    std::vector<std::vector<HashedChange>> by_shard_;   ///< of a page; kept for its memory
};

} // namespace human_support::detail
