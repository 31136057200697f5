// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/cache_follower.hpp>
#include <human_support/detail/cache_freshness.hpp>
#include <human_support/detail/cache_hit.hpp>
#include <human_support/detail/cache_loader.hpp>
#include <human_support/detail/cache_shards.hpp>
#include <human_support/detail/cache_table.hpp>
#include <human_support/repository.hpp>
#include <human_support/settings_cache_options.hpp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <type_traits>
#include <utility>

namespace human_support {

/// A repository in front of another one that keeps records in memory, for the chat turn.
///
///     human_support::SettingsCache cache(repository);
///     auto const found = cache.find_cached(chatbot_id); // memory first
///
/// Its verbs are those of the repository behind it, exactly as fresh, so that a `SettingsService`
/// works on top of it and decides nothing on what is old. What it adds is `find_cached`, which
/// looks in memory first, and `try_find_cached`, which looks nowhere else. In them
/// - what this process writes through the cache shows at once, and what others write within
///   `SettingsCacheOptions::staleness`, as long as the storage answers;
/// - one thread never sees an older state of a chatbot after a newer one, unless the storage is
///   replaced by an older copy of itself;
/// - nothing shows that was never stored.
///
/// What others write is learned from the storage's feed (`changes`), one query in each half of the
/// staleness, however many records and readers there are. That happens on a thread of the cache's
/// own, or when the host calls `refresh`. Nothing is served before the first look into the feed.
///
/// Which entries go if there are too many is decided by SIEVE (Zhang et al., NSDI 2024): those that
/// nobody has read for long, and at first the new ones among them.
///
/// Thread-safe. Each thread has a table of what it reads most, so that readers do not wait for each
/// other: up to 700 KiB, and up to 4,100 records that stay in memory until the thread ends or
/// begins to read a cache that was made later. Beside the errors and exceptions of the repository,
/// reading throws `std::bad_alloc` and what the host's functions throw.
///
/// Borrows the repository, which outlives it. Other threads must have ended their calls when it is
/// destroyed; its own thread is stopped, which waits for a call of the storage that runs.
class SettingsCache final : public SettingsRepository {
public:
    /// A moment of `std::chrono::steady_clock`.
    using Moment = std::chrono::steady_clock::time_point;

    /// Puts an empty cache in front of `repository`.
    explicit SettingsCache(SettingsRepository& repository, SettingsCacheOptions options = {})
        : repository_(repository), options_(std::move(options)),
          shards_(options_.records, options_.absences, options_.on_change != nullptr) {
        if (options_.own_thread && freshness_.may_serve_anything()) {
            thread_ = std::thread([this] { keep_refreshing(); });
        }
    }

    ~SettingsCache() override {
        {
            std::lock_guard<std::mutex> const lock(stop_mutex_);
            stops_ = true;
        }
        stop_.notify_all();
        if (thread_.joinable()) {
            thread_.join();
        }
        tables_->close();
    }

    using SettingsRepository::write;

    Result<SettingsRecordPtr> find(ChatbotId const& chatbot_id) const override {
        return repository_.find(chatbot_id);
    }

    Result<WriteResults> write(std::span<Write const> writes) override {
        auto results = repository_.write(writes);
        if (results) {
            for (std::size_t i = 0; i < writes.size(); ++i) {
                take_over(writes[i], (*results)[i]);
            }
        } else if (results == Errc::outcome_unknown) {
            for (Write const& write : writes) {
                forget(write);
            }
        }
        return results;
    }

    Result<Page> list(PageRequest const& request) const override {
        return repository_.list(request);
    }

    Result<FeedPage> changes(std::optional<FeedMark> const& mark,
                             std::size_t limit) const override {
        return repository_.changes(mark, limit);
    }

    /// Finds the record of `chatbot_id` in memory, or else in the storage. Threads that miss the
    /// same chatbot at once ask the storage once. Errors: those of `find`.
    [[nodiscard]] Result<CachedRecord> find_cached(ChatbotId const& chatbot_id) const {
        return find_known(chatbot_id, [](detail::KnownRecord const& known, Moment as_of) {
            return CachedRecord{known.share(), as_of};
        });
    }

    /// Does the same, but calls `use(record, as_of)` with a `SettingsRecord const*`, null if there
    /// is none, and returns a result with what that returned. So no reference is counted. The
    /// record lives until `use` returns. `use` may read the cache, but must stay on its thread
    /// until it returns.
    template <class Use>
    auto find_cached(ChatbotId const& chatbot_id, Use&& use) const {
        return find_known(chatbot_id, [&](detail::KnownRecord const& known, Moment as_of) {
            return std::forward<Use>(use)(known.record(), as_of);
        });
    }

    /// Finds the record of `chatbot_id` in memory; none if nothing may be served. It never touches
    /// the storage, and waits for nobody who does.
    [[nodiscard]] std::optional<CachedRecord> try_find_cached(ChatbotId const& chatbot_id) const {
        std::optional<CachedRecord> found;
        (void)try_find_known(chatbot_id, [&](detail::KnownRecord const& known, Moment as_of) {
            found.emplace(CachedRecord{known.share(), as_of});
        });
        return found;
    }

    /// Does the same, but calls `use(record, as_of)` like the function above. Returns whether it
    /// was called.
    template <class Use>
    bool try_find_cached(ChatbotId const& chatbot_id, Use&& use) const {
        return try_find_known(chatbot_id, [&](detail::KnownRecord const& known, Moment as_of) {
            std::forward<Use>(use)(known.record(), as_of);
        });
    }

    /// Looks into the feed, and takes over what others changed. That is one small query if nothing
    /// did, and blocks no reader. Calls of several threads take turns. Errors: those of `changes`,
    /// but for `feed_restarted`, after which the cache begins anew; those of `preload` if that was
    /// called.
    Result<void> refresh() { return follower_.refresh(); }

    /// Reads all that is stored into memory, and returns once that is done. From then on, a chatbot
    /// that is not in memory has no record, so that none that has no record is looked for in the
    /// storage. If the feed restarts, `refresh` reads all again. Errors: those of `changes`;
    /// `too_large` if not all could be kept, so that the storage is asked as before.
    Result<void> preload() { return follower_.preload(); }

    /// Returns what the cache has and has done. Waits for no call of the storage.
    [[nodiscard]] SettingsCacheCounters counters() const {
        SettingsCacheCounters counters;
        counters.is_complete = true;
        counters.hits = tables_->hits();
        shards_.for_each([&](detail::CacheShard const& shard) {
            counters.is_complete = counters.is_complete && shard.is_complete();
            counters.hits += shard.hits;
            counters.misses += shard.misses;
            counters.loads += shard.load_count;
            counters.evictions += shard.evictions;
        });
        counters.records = shards_.bounds().records.taken();
        counters.absences = shards_.bounds().absences.taken();
        counters.failures = follower_.failures();
        if (auto const as_of = freshness_.as_of()) {
            counters.staleness = std::chrono::duration_cast<std::chrono::milliseconds>(
                (std::max)(freshness_.now() - *as_of, Moment::duration::zero()));
        }
        return counters;
    }

private:
    template <class Use>
    [[nodiscard]] auto find_known(ChatbotId const& chatbot_id, Use const& use) const -> Result<
        std::remove_cvref_t<std::invoke_result_t<Use, detail::KnownRecord const&, Moment>>> {
        detail::HashedId const id{chatbot_id};
        if (detail::CacheHit const hit(tables_, shards_, freshness_, id); hit) {
            return detail::transform_to_result(use, hit.known(), hit.as_of());
        }
        return load(id).transform([&](detail::LoadedRecord const& loaded) {
            return use(loaded.view.known, loaded.as_of);
        });
    }

    template <class Use>
    [[nodiscard]] bool try_find_known(ChatbotId const& chatbot_id, Use const& use) const {
        detail::HashedId const id{chatbot_id};
        if (detail::CacheHit const hit(tables_, shards_, freshness_, id); hit) {
            use(hit.known(), hit.as_of());
            return true;
        }
        auto& shard = shards_.of(id);
        std::lock_guard<std::mutex> const lock(shard.mutex);
        ++shard.misses;
        return false;
    }

    [[nodiscard]] Result<detail::LoadedRecord> load(detail::HashedId const& id) const {
        auto loaded = loader_.load(id);
        if (loaded) {
            detail::CacheTable::of_this_thread(tables_).keep(id, loaded->view.generation,
                                                             loaded->view.known);
        }
        return loaded;
    }

    void take_over(Write const& write, Result<FeedMark> const& result) noexcept {
        bool const is_known = result && detail::has_memory_for([&] {
                                  FeedChange change{write.chatbot_id(), result->revision, nullptr};
                                  if (auto const* written = write.record()) {
                                      change.record = stored_record(*written, *result);
                                  }
                                  detail::HashedId const id{write.chatbot_id()};
                                  auto& shard = shards_.of(id);
                                  std::lock_guard<std::mutex> const lock(shard.mutex);
                                  shard.take_over_write(id, change, result->epoch);
                              });
        if (!is_known) { // a failed expectation tells that somebody else changed it
            forget(write);
        }
    }

    void forget(Write const& write) noexcept {
        detail::HashedId const id{write.chatbot_id()};
        auto& shard = shards_.of(id);
        std::lock_guard<std::mutex> const lock(shard.mutex);
        shard.forget(id);
    }

    void keep_refreshing() {
        auto const interval = (std::max)(options_.staleness / 2, std::chrono::milliseconds(1));
        std::unique_lock<std::mutex> lock(stop_mutex_);
        do {
            lock.unlock();
            // If there is no memory, there may be next time.
            (void)detail::has_memory_for([this] { (void)refresh(); });
            lock.lock();
        } while (!stop_.wait_for(lock, interval, [this] { return stops_; }));
    }

    SettingsRepository& repository_;
    SettingsCacheOptions const options_;
    std::shared_ptr<detail::CacheTables> const tables_ = std::make_shared<detail::CacheTables>();
    detail::CacheFreshness freshness_{options_};
    detail::CacheShards shards_;
    detail::CacheLoader loader_{repository_, shards_, freshness_};
    detail::CacheFollower follower_{repository_, shards_, freshness_, options_};

    std::mutex stop_mutex_;
    std::condition_variable stop_;
    bool stops_ = false;
    std::thread thread_;
};

} // namespace human_support
