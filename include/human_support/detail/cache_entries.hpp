// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/settings_record.hpp>

#include <boost/unordered/unordered_flat_set.hpp>

#include <atomic>
#include <cstddef>
#include <functional>
#include <iterator>
#include <list>
#include <memory>
#include <utility>

namespace human_support::detail {

/// A chatbot with its record, or without one. A copy costs a reference, and keeps both alive.
class KnownRecord {
public:
    KnownRecord() = default; ///< of no chatbot
    explicit KnownRecord(SettingsRecordPtr const& record)
        : chatbot_id_(record, &record->chatbot_id), record_(record.get()) {}
    explicit KnownRecord(ChatbotId chatbot_id)
        : chatbot_id_(std::make_shared<ChatbotId const>(std::move(chatbot_id))) {}

    /// Returns a copy whose own copies count their references apart, so that threads which copy
    /// the same record often do not wait for each other.
    [[nodiscard]] KnownRecord with_count_of_its_own() const {
        auto const owner = std::make_shared<KnownRecord const>(*this);
        KnownRecord copy;
        copy.chatbot_id_ = {owner, chatbot_id_.get()};
        copy.record_ = record_;
        return copy;
    }

    [[nodiscard]] ChatbotId const& chatbot_id() const noexcept { return *chatbot_id_; }
    [[nodiscard]] SettingsRecord const* record() const noexcept { return record_; }
    [[nodiscard]] SettingsRecordPtr share() const noexcept {
        return record_ != nullptr ? SettingsRecordPtr(chatbot_id_, record_) : nullptr;
    }

private:
    std::shared_ptr<ChatbotId const> chatbot_id_; ///< owns the record, if there is one
    SettingsRecord const* record_ = nullptr;
};

/// What a cache keeps of a chatbot.
struct CacheEntry {
    KnownRecord known;
    Revision revision = no_revision; ///< of the record or the erasure; none for a loaded absence
    Epoch epoch = no_epoch;          ///< of the revision
    bool is_outdated = false;        ///< the storage may have something newer; ask it
};

/// A chatbot's id with its hash, which is computed once. Borrows the id.
struct HashedId {
    ChatbotId const& chatbot_id;
    std::size_t hash = std::hash<ChatbotId>{}(chatbot_id);
};

/// How many entries several `CacheEntries` may keep together, so that it does not matter how evenly
/// they fall on them. Thread-safe.
class CacheBound {
public:
    explicit CacheBound(std::size_t most) noexcept : most_(most) {}

    /// Takes a place, up to `extra` of them beyond the bound. Returns whether there was one.
    [[nodiscard]] bool take(std::size_t extra = 0) noexcept {
        auto taken = taken_.load(std::memory_order_relaxed);
        while (taken < most_ || taken - most_ < extra) {
            if (taken_.compare_exchange_weak(taken, taken + 1, std::memory_order_relaxed)) {
                return true;
            }
        }
        return false;
    }
    void give_back(std::size_t count) noexcept {
        taken_.fetch_sub(count, std::memory_order_relaxed);
    }

    [[nodiscard]] std::size_t taken() const noexcept {
        return taken_.load(std::memory_order_relaxed);
    }
    [[nodiscard]] bool is_exceeded() const noexcept { return taken() > most_; }

private:
    std::size_t const most_;
    std::atomic<std::size_t> taken_ = 0;
};

/// Entries with a bound, of which the least useful go first: by SIEVE (Zhang et al., "SIEVE is
/// Simpler than LRU", NSDI 2024). A hand goes from the oldest to the newest, and round again. It
/// evicts the first entry that nobody asked for since it came by last. For one thread at a time.
class CacheEntries {
public:
    explicit CacheEntries(CacheBound& bound) noexcept : bound_(bound) {}
    CacheEntries(CacheEntries const&) = delete;
    CacheEntries& operator=(CacheEntries const&) = delete;
    ~CacheEntries() { bound_.give_back(order_.size()); }

    /// Finds an entry; null if there is none. The caller may put another one of the same chatbot in
    /// its place.
    [[nodiscard]] CacheEntry* find(HashedId const& id) noexcept {
        auto const found = nodes_.find(id);
        return found == nodes_.end() ? nullptr : &(*found)->entry;
    }

    /// Finds an entry, and notes that it was asked for.
    [[nodiscard]] CacheEntry* use(HashedId const& id) noexcept {
        auto const found = nodes_.find(id);
        if (found == nodes_.end()) {
            return nullptr;
        }
        (*found)->is_used = true;
        return &(*found)->entry;
    }

    /// Adds an entry for a chatbot that has none, in a place of the bound that was taken for it. If
    /// it throws `bad_alloc`, the place is free again.
    void add(std::size_t hash, CacheEntry entry) {
        struct Place {
            CacheBound* bound;
            ~Place() {
                if (bound != nullptr) {
                    bound->give_back(1);
                }
            }
        } place{&bound_};
        Order added; // all that can run out of memory comes first
        added.push_front({std::move(entry), hash});
        nodes_.insert(added.begin());
        order_.splice(order_.begin(), added);
        place.bound = nullptr;
    }

    void erase(HashedId const& id) noexcept {
        if (auto const found = nodes_.find(id); found != nodes_.end()) {
            remove(*found);
        }
    }

    /// Evicts the least useful of its entries, of which there is one at least.
    void evict() noexcept {
        for (;;) {
            if (hand_ == order_.end()) {
                hand_ = std::prev(order_.end());
            }
            if (!std::exchange(hand_->is_used, false)) {
                remove(hand_);
                return;
            }
            move_hand();
        }
    }

    /// Evicts the oldest entries that may go, until the bound is kept. Returns how many.
    template <class MayGo>
    std::size_t evict_beyond_bound(MayGo const& may_go) noexcept {
        std::size_t evicted = 0;
        for (auto next = order_.end(); next != order_.begin() && bound_.is_exceeded();) {
            auto const node = std::prev(next);
            if (may_go(node->entry)) {
                remove(node);
                ++evicted;
            } else {
                next = node;
            }
        }
        return evicted;
    }

    void clear() noexcept {
        bound_.give_back(order_.size());
        nodes_.clear();
        order_.clear();
        hand_ = order_.end();
    }

    [[nodiscard]] bool empty() const noexcept { return order_.empty(); }

private:
    struct Node {
        CacheEntry entry;
        std::size_t hash;
        bool is_used = false; ///< since the hand came by last
    };
    using Order = std::list<Node>;

    // An entry's key is in the entry itself, so that another entry of the same chatbot can take its
    // place.
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(HashedId const& id) const noexcept { return id.hash; }
        std::size_t operator()(Order::iterator node) const noexcept { return node->hash; }
    };
    struct Equal {
        using is_transparent = void;
        bool operator()(HashedId const& id, Order::iterator node) const noexcept {
            return id.chatbot_id == node->entry.known.chatbot_id();
        }
        bool operator()(Order::iterator a, Order::iterator b) const noexcept { return a == b; }
    };

    void move_hand() noexcept { hand_ = hand_ == order_.begin() ? order_.end() : std::prev(hand_); }

    void remove(Order::iterator node) noexcept {
        if (node == hand_) {
            move_hand();
        }
        nodes_.erase(node);
        order_.erase(node);
        bound_.give_back(1);
    }

    CacheBound& bound_;
    Order order_;                         ///< the newest first
    Order::iterator hand_ = order_.end(); ///< the end: it begins at the oldest
    boost::unordered_flat_set<Order::iterator, Hash, Equal> nodes_;
};

} // namespace human_support::detail
