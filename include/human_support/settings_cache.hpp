// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/cache_follower.hpp>
#include <human_support/detail/cache_freshness.hpp>
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
/// other: about 256 KiB, and up to 4,100 records that stay in memory until the thread ends or
/// begins to read a cache that was made later. Beside the errors and exceptions of the repository,
/// reading throws `std::bad_alloc` and what the host's functions throw.
///
/// Borrows the repository, which outlives it. Other threads must have ended their calls when it is
/// destroyed; its own thread is stopped, which waits for a call of the storage that runs.
class SettingsCache final : public SettingsRepository {
public:
    /// The time for which something was so.
    using Age = std::chrono::steady_clock::duration;

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
        detail::HashedId const id{chatbot_id};
        if (auto found = try_find(id)) {
            return *std::move(found);
        }
        return load(id).transform([](detail::LoadedRecord const& loaded) {
            return CachedRecord{loaded.view.known.share(), loaded.age};
        });
    }

    /// Does the same, but calls `use(record, age)` with a `SettingsRecord const*`, null if there is
    /// none, and returns a result with what that returned. So no reference is counted, which costs
    /// most if several threads read one record. The record lives until `use` returns. `use` may
    /// read the cache, but must stay on its thread until it returns.
    template <class Use>
    auto find_cached(ChatbotId const& chatbot_id, Use&& use) const {
        using Used = std::remove_cvref_t<std::invoke_result_t<Use, SettingsRecord const*, Age>>;
        // Moving a result takes long beside finding a record, so it is made at the end.
        std::optional<std::conditional_t<std::is_void_v<Used>, Result<void>, Used>> used;
        auto const call = [&](detail::KnownRecord const& known, Age age) {
            if constexpr (std::is_void_v<Used>) {
                std::forward<Use>(use)(known.record(), age);
                used.emplace();
            } else {
                used.emplace(std::forward<Use>(use)(known.record(), age));
            }
        };
        detail::HashedId const id{chatbot_id};
        if (!serve(id, call)) {
            auto const loaded = load(id);
            if (!loaded) {
                return Result<Used>(loaded.error());
            }
            call(loaded->view.known, loaded->age);
        }
        return Result<Used>(*std::move(used));
    }

    /// Finds the record of `chatbot_id` in memory; none if nothing may be served. It never touches
    /// the storage, and waits for nobody who does.
    [[nodiscard]] std::optional<CachedRecord> try_find_cached(ChatbotId const& chatbot_id) const {
        detail::HashedId const id{chatbot_id};
        auto found = try_find(id);
        if (!found) {
            count_miss(id);
        }
        return found;
    }

    /// Does the same, but calls `use(record, age)` like the function above. Returns whether it was
    /// called.
    template <class Use>
    bool try_find_cached(ChatbotId const& chatbot_id, Use&& use) const {
        detail::HashedId const id{chatbot_id};
        bool const is_served = serve(id, [&](detail::KnownRecord const& known, Age age) {
            std::forward<Use>(use)(known.record(), age);
        });
        if (!is_served) {
            count_miss(id);
        }
        return is_served;
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
        if (auto const age = freshness_.age()) {
            counters.staleness = std::chrono::duration_cast<std::chrono::milliseconds>(*age);
        }
        return counters;
    }

private:
    [[nodiscard]] detail::CacheTable& table() const {
        return detail::CacheTable::of_this_thread(tables_);
    }

    [[nodiscard]] std::optional<CachedRecord> try_find(detail::HashedId const& id) const {
        std::optional<CachedRecord> found;
        auto const note = [&](detail::KnownRecord const& known, Age age) {
            found = {known.share(), age};
        };
        return serve(id, note) ? found : std::nullopt;
    }

    /// Calls `use` with what is known. Returns whether something is known that may be served.
    template <class Use>
    [[nodiscard]] bool serve(detail::HashedId const& id, Use const& use) const {
        auto const age = freshness_.age_to_serve();
        if (!age) {
            return false;
        }
        auto& table = this->table();
        auto& shard = shards_.of(id);
        if (auto const* known = table.find(id, shard.generation())) {
            if (table.hits() % hits_for_a_note == 0) {
                std::lock_guard<std::mutex> const lock(shard.mutex);
                shard.use(id);
            }
            detail::CacheTable::Use const in_use(table);
            use(*known, *age);
            return true;
        }
        std::unique_lock<std::mutex> lock(shard.mutex);
        auto const view = shard.look(id);
        if (!view) {
            return false;
        }
        ++shard.hits;
        lock.unlock();
        table.keep(id, view->generation, view->known);
        use(view->known, *age);
        return true;
    }

    [[nodiscard]] Result<detail::LoadedRecord> load(detail::HashedId const& id) const {
        auto loaded = loader_.load(id);
        if (loaded) {
            table().keep(id, loaded->view.generation, loaded->view.known);
        }
        return loaded;
    }

    void count_miss(detail::HashedId const& id) const noexcept {
        auto& shard = shards_.of(id);
        std::lock_guard<std::mutex> const lock(shard.mutex);
        ++shard.misses;
    }

    void take_over(Write const& write, Result<FeedMark> const& result) noexcept {
        bool const is_known = result && detail::has_memory_for([&] {
                                  FeedChange change{write.chatbot_id(), result->revision, nullptr};
                                  if (auto const* written = write.record()) {
                                      auto record = std::make_shared<SettingsRecord>(*written);
                                      record->revision = result->revision;
                                      record->epoch = result->epoch;
                                      change.record = std::move(record);
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

    /// Each time a thread's table has served so many reads, it says so to the shard of the last
    /// one. Otherwise what is read most would be taken for unused there.
    static constexpr std::uint64_t hits_for_a_note = 64;

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
