// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/settings_record.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

namespace human_support {

/// A change that a cache learned of from the feed. What happened to a chatbot between two looks
/// into the feed is one change.
struct CachedChange {
    ChatbotId chatbot_id;     ///< the one that changed
    Revision revision;        ///< of the record, or of its erasure
    SettingsRecordPtr before; ///< as of the look before; null if the cache did not have it
    SettingsRecordPtr after;  ///< null if it was erased; its `updated_by` is the actor
};

/// What a host may choose for a `SettingsCache`.
struct SettingsCacheOptions {
    /// How many records are kept at most. 0 keeps none.
    std::size_t records = 100'000;

    /// Of how many chatbots it is kept at most that they have no record. They take no room from the
    /// records, so that made-up ids evict none. 0 keeps none.
    std::size_t absences = 10'000;

    /// How long it takes at most until changes of other processes show, while the storage answers.
    /// The cache's own thread looks into the feed twice in this time. 0 or less keeps nothing: each
    /// read asks the storage.
    std::chrono::milliseconds staleness{1'000};

    /// How long the cache serves what it has while nobody can look into the feed: the storage
    /// fails or blocks, or the host does not call `refresh`. After that each read asks the storage,
    /// and gets its error. Less than `staleness` counts as `staleness`. What is kept of time here
    /// is exact to some milliseconds, so that a read need not wait for an exact clock.
    std::chrono::milliseconds staleness_without_storage{60'000};

    /// Whether a thread of the cache's own looks into the feed. If not, the host calls `refresh` at
    /// least once in each `staleness`. With a `staleness` of 0 there is no such thread.
    bool own_thread = true;

    /// Is called with each change, this process's own included, in the order of their revisions:
    /// by the cache's thread, or by the host's inside `refresh` and `preload`; never by two threads
    /// at once, and never with a lock held. It may use the cache; changes that its own `refresh`
    /// meets are told after it has returned. What it throws passes through `refresh` or `preload`,
    /// and the changes after that one are told by the next. On the cache's own thread it must not
    /// throw: that would end the program.
    std::function<void(CachedChange const&)> on_change = {};

    /// Is called likewise, after `feed_restarted`, since then nobody knows what has changed.
    std::function<void()> on_restart = {};

    /// The clock that tells how old something is; none is `std::chrono::steady_clock`. For tests.
    /// Called from any thread that uses the cache, several at once; must not throw.
    std::function<std::chrono::steady_clock::time_point()> clock = {};
};

/// What a `SettingsCache` has, and what it has done, for a host's monitoring.
struct SettingsCacheCounters {
    std::size_t records = 0;     ///< that are kept now
    std::size_t absences = 0;    ///< that are kept now
    bool is_complete = false;    ///< whether a chatbot that is not kept has no record
    std::uint64_t hits = 0;      ///< reads that were answered from memory
    std::uint64_t misses = 0;    ///< reads that were not
    std::uint64_t loads = 0;     ///< calls of the storage's `find` because of misses
    std::uint64_t evictions = 0; ///< records and absences that had to go to make room
    std::uint64_t failures = 0;  ///< looks into the feed that failed

    /// The time since the last look into the feed that succeeded; none before the first.
    std::optional<std::chrono::milliseconds> staleness;
};

/// Calls `visit(name, value)` with each of `counters`, for a host's monitoring. The names never
/// change, and are those of metrics in Prometheus: what only rises ends in `_total`. A value is
/// unsigned, 1 for true and 0 for false; the staleness is a `double` in seconds, and is left out
/// before the first look. A new counter is a line here. What `visit` throws passes through.
template <class Visitor>
void for_each_counter(SettingsCacheCounters const& counters, Visitor&& visit) {
    visit("human_support_cache_records", counters.records);
    visit("human_support_cache_absences", counters.absences);
    visit("human_support_cache_is_complete", counters.is_complete ? 1U : 0U);
    visit("human_support_cache_hits_total", counters.hits);
    visit("human_support_cache_misses_total", counters.misses);
    visit("human_support_cache_loads_total", counters.loads);
    visit("human_support_cache_evictions_total", counters.evictions);
    visit("human_support_cache_failures_total", counters.failures);
    if (counters.staleness) {
        visit("human_support_cache_staleness_seconds",
              std::chrono::duration<double>(*counters.staleness).count());
    }
}

/// What a cache knows of a chatbot.
struct CachedRecord {
    SettingsRecordPtr record; ///< null if the chatbot has none

    /// Every change before this moment shows in it. It is at most as old as the time since then.
    std::chrono::steady_clock::time_point as_of{};
};

} // namespace human_support
