// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/cache_entries.hpp>
#include <human_support/detail/has_memory_for.hpp>
#include <human_support/repository.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace human_support::detail {

/// What is known of a chatbot, and as of which generation of its shard. The generation is 0 if it
/// is not to be kept.
struct CacheView {
    KnownRecord known;
    std::uint64_t generation = 0;
};

/// A read of the storage because of a miss. All who miss the chatbot meanwhile wait for it.
struct CacheLoad {
    std::chrono::steady_clock::time_point begun = {};
    bool is_overtaken = false; ///< a change was learned of since the storage was asked
    bool is_done = false;
    std::optional<Result<CacheView>> answer = {}; ///< none if it ran out of memory
};

/// What all shards of a cache have together.
struct CacheBounds {
    CacheBound records;
    CacheBound absences;
    bool keep_before; ///< whether a listener wants the records before this process's own writes
};

/// Some of a cache's chatbots: what is kept of them, and the rules by which that changes.
///
/// Of two states that have a revision, the one with the greater is newer. But the answer of the
/// storage that a chatbot has no record tells no revision, so that nothing is newer or older than
/// it. If it is not plain what is newer, the storage is asked again.
///
/// A shard may take in the whole feed. Once that is done, a chatbot of which it keeps nothing has
/// no record. So until then, and from then on, it must not forget what it learned after the storage
/// was asked for a page of the feed, before that page has come: a state on the page may be older.
///
/// All but `generation` are called with `mutex` held.
class CacheShard {
public:
    explicit CacheShard(CacheBounds& bounds) noexcept
        : bounds_(bounds), records_(bounds.records), absences_(bounds.absences) {}

    std::mutex mutex;
    std::condition_variable load_ended;
    std::map<ChatbotId, std::shared_ptr<CacheLoad>> loads; ///< those that run

    std::uint64_t hits = 0;
    std::uint64_t misses = 0;
    std::uint64_t load_count = 0;
    std::uint64_t evictions = 0;

    /// Changes with each change of one of the chatbots, whether or not something is kept of it.
    /// Never 0.
    [[nodiscard]] std::uint64_t generation() const noexcept {
        return generation_.load(std::memory_order_acquire);
    }

    /// Finds what is known of a chatbot, and notes that it was asked for.
    [[nodiscard]] std::optional<CacheView> look(HashedId const& id) {
        auto const* entry = use(id);
        if (entry == nullptr && takes_in_ == TakesIn::done) {
            return CacheView{KnownRecord(id.chatbot_id), generation()};
        }
        if (entry == nullptr || entry->is_outdated) {
            return std::nullopt;
        }
        return CacheView{entry->known, generation()};
    }

    /// Notes that a chatbot was asked for.
    CacheEntry const* use(HashedId const& id) noexcept {
        auto const* record = records_.use(id);
        return record != nullptr ? record : absences_.use(id);
    }

    /// Takes over a change from the feed. Returns the record as of the look for changes before, if
    /// it is known.
    SettingsRecordPtr take_over(HashedId const& id, FeedChange const& change, Epoch epoch) {
        begin_change(id);
        auto* const kept = find(id);
        auto before = record_before(id, kept, change);
        if (kept != nullptr) {
            update(id, *kept, change, epoch);
        } else if (takes_in_ != TakesIn::nothing && change.record) {
            set(id, entry_of(change, epoch));
        }
        return before;
    }

    /// Takes over what this process wrote.
    void take_over_write(HashedId const& id, FeedChange const& change, Epoch epoch) {
        begin_change(id);
        auto* const kept = find(id);
        if (bounds_.keep_before) {
            before_writes_.try_emplace(id.chatbot_id, kept != nullptr && !kept->is_outdated
                                                          ? kept->known.share()
                                                          : nullptr);
        }
        if (kept != nullptr) {
            update(id, *kept, change, epoch);
        } else if (takes_in_ != TakesIn::nothing && change.revision > mark_) {
            // Others may have changed it since.
            auto entry = entry_of(change, epoch);
            entry.is_outdated = true;
            set(id, std::move(entry));
        }
    }

    /// Takes over what the storage answered. Returns what is known now; none if the storage must be
    /// asked again.
    std::optional<CacheView> take_over_answer(HashedId const& id, SettingsRecordPtr const& record,
                                              CacheLoad& load) {
        if (std::exchange(load.is_overtaken, false)) {
            auto const* kept = find(id);
            if (kept == nullptr || kept->is_outdated || kept->known.record() == nullptr ||
                !record || kept->epoch != record->epoch) {
                return std::nullopt;
            }
            if (kept->revision > record->revision) {
                return CacheView{kept->known, generation()};
            }
        }
        auto entry = record ? CacheEntry{KnownRecord(record), record->revision, record->epoch}
                            : CacheEntry{KnownRecord(id.chatbot_id)};
        set(id, entry);
        return CacheView{entry.known, find(id) != nullptr ? generation() : 0};
    }

    /// From now on nothing is known of a chatbot.
    void forget(HashedId const& id) noexcept {
        begin_change(id);
        if (auto* const kept = find(id)) {
            outdate(id, *kept);
        } else if (takes_in_ != TakesIn::nothing && !has_memory_for([&] {
                       CacheEntry entry{KnownRecord(id.chatbot_id)};
                       entry.is_outdated = true;
                       set(id, std::move(entry));
                   })) {
            takes_in_ = TakesIn::nothing;
        }
    }

    /// From now on nothing is known at all.
    void drop() noexcept {
        for (auto const& [chatbot_id, load] : loads) {
            load->is_overtaken = true;
        }
        generation_.fetch_add(1, std::memory_order_release);
        records_.clear();
        absences_.clear();
        before_writes_.clear();
        takes_in_ = TakesIn::nothing;
        mark_ = no_revision;
    }

    /// From now on the shard takes in all that the feed tells, from its beginning.
    void begin_to_take_in() noexcept { takes_in_ = TakesIn::all; }

    /// Says that all changes of its chatbots up to `mark` were taken over.
    void end_page(Revision mark) noexcept {
        mark_ = mark;
        evictions += absences_.evict_beyond_bound([this](CacheEntry const& entry) {
            return takes_in_ == TakesIn::nothing || (!entry.is_outdated && entry.revision <= mark_);
        });
    }

    /// Says that the feed's end was reached. Returns whether all of it found room.
    bool end_to_take_in() noexcept {
        if (takes_in_ == TakesIn::all) {
            takes_in_ = TakesIn::done;
        }
        return is_complete();
    }

    /// Tells whether a chatbot has no record if nothing is kept of it.
    [[nodiscard]] bool is_complete() const noexcept { return takes_in_ == TakesIn::done; }

private:
    /// What the shard takes in of the feed beside changes of what it keeps.
    enum class TakesIn { nothing, all, done };

    /// How many absences may be kept beyond the bound until the next page of the feed comes.
    static constexpr std::size_t extra_absences = 10'000;

    static CacheEntry entry_of(FeedChange const& change, Epoch epoch) {
        return {change.record ? KnownRecord(change.record) : KnownRecord(change.chatbot_id),
                change.revision, epoch};
    }

    CacheEntry* find(HashedId const& id) noexcept {
        auto* const record = records_.find(id);
        return record != nullptr ? record : absences_.find(id);
    }

    void begin_change(HashedId const& id) noexcept {
        if (auto const load = loads.find(id.chatbot_id); load != loads.end()) {
            load->second->is_overtaken = true;
        }
        generation_.fetch_add(1, std::memory_order_release);
    }

    void update(HashedId const& id, CacheEntry& kept, FeedChange const& change, Epoch epoch) {
        if (kept.revision == no_revision || kept.epoch != epoch) {
            bool const has_none = kept.known.record() == nullptr && !kept.is_outdated;
            if (!has_none || change.record) {
                outdate(id, kept);
            }
        } else if (kept.revision < change.revision ||
                   (kept.is_outdated && kept.revision == change.revision)) {
            set(id, entry_of(change, epoch));
        }
    }

    void outdate(HashedId const& id, CacheEntry& kept) noexcept {
        if (takes_in_ == TakesIn::nothing) {
            records_.erase(id);
            absences_.erase(id);
        } else {
            kept.revision = no_revision;
            kept.is_outdated = true;
        }
    }

    /// Keeps `entry` in the place of what is kept of its chatbot, if there is room.
    void set(HashedId const& id, CacheEntry entry) {
        bool const is_record = entry.known.record() != nullptr;
        auto& same = is_record ? records_ : absences_;
        auto& others = is_record ? absences_ : records_;
        if (auto* const kept = same.find(id)) {
            *kept = std::move(entry);
        } else {
            if (take_place(is_record)) {
                same.add(id.hash, std::move(entry));
            }
            others.erase(id);
        }
    }

    bool take_place(bool is_record) noexcept {
        auto& bound = is_record ? bounds_.records : bounds_.absences;
        auto& entries = is_record ? records_ : absences_;
        auto const extra = is_record || takes_in_ == TakesIn::nothing ? 0 : extra_absences;
        while (!bound.take(extra)) {
            takes_in_ = TakesIn::nothing; // either way something is not kept
            if (entries.empty()) {
                return false;
            }
            entries.evict();
            ++evictions;
        }
        return true;
    }

    /// The record that the last look for changes left, if that is known.
    SettingsRecordPtr record_before(HashedId const& id, CacheEntry const* kept,
                                    FeedChange const& change) {
        SettingsRecordPtr before;
        if (auto const written = before_writes_.find(id.chatbot_id);
            written != before_writes_.end()) {
            before = std::exchange(written->second, change.record);
            if (kept == nullptr || kept->revision <= change.revision) {
                before_writes_.erase(written);
            }
        } else if (kept != nullptr && !kept->is_outdated && kept->revision < change.revision) {
            before = kept->known.share();
        }
        return before;
    }

    CacheBounds& bounds_;
    CacheEntries records_;
    CacheEntries absences_;
    std::atomic<std::uint64_t> generation_ = 1;
    TakesIn takes_in_ = TakesIn::nothing;
    Revision mark_ = no_revision; ///< all changes up to it were taken over, if all are taken in

    /// Of chatbots that this process wrote since the last look for changes, what that left.
    std::map<ChatbotId, SettingsRecordPtr> before_writes_;
};

} // namespace human_support::detail
