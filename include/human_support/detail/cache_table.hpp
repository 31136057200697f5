// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/cache_entries.hpp>
#include <human_support/detail/has_memory_for.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace human_support::detail {

class CacheTable;

/// The tables that threads have of one cache. They share it, so that a new cache is never taken for
/// one that is gone. Thread-safe.
class CacheTables {
public:
    /// Says that the cache is gone.
    void close() noexcept { closed_.store(true, std::memory_order_relaxed); }
    [[nodiscard]] bool is_closed() const noexcept {
        return closed_.load(std::memory_order_relaxed);
    }

    /// Returns the sum of what all tables served.
    [[nodiscard]] inline std::uint64_t hits() const;

private:
    friend CacheTable;

    std::atomic<bool> closed_ = false;
    mutable std::mutex mutex_; ///< guards what is below
    std::vector<CacheTable const*> tables_;
    std::uint64_t hits_of_ended_threads_ = 0;
};

/// What one thread reads most of a cache, so that threads do not wait for each other. Each chatbot
/// has four places that it shares with others, and whoever was used least recently has to go.
/// Whatever its thread saw of a chatbot last is here, or nothing is; an older state never is.
///
/// Used by its thread alone, but for `hits`.
class CacheTable {
public:
    explicit CacheTable(std::shared_ptr<CacheTables> tables)
        : tables_(std::move(tables)), places_(place_count + probes - 1) {
        std::lock_guard<std::mutex> const lock(tables_->mutex_);
        tables_->tables_.push_back(this);
    }
    CacheTable(CacheTable const&) = delete;
    CacheTable& operator=(CacheTable const&) = delete;
    ~CacheTable() {
        std::lock_guard<std::mutex> const lock(tables_->mutex_);
        tables_->hits_of_ended_threads_ += hits();
        std::erase(tables_->tables_, this);
    }

    /// Returns the calling thread's table of a cache. Those of caches that are gone go when it
    /// begins to use a new one.
    static CacheTable& of_this_thread(std::shared_ptr<CacheTables> const& tables) {
        thread_local std::vector<std::unique_ptr<CacheTable>> all;
        for (auto const& table : all) {
            if (table->tables_ == tables) {
                return *table;
            }
        }
        std::erase_if(all, [](auto const& table) { return table->tables_->is_closed(); });
        return *all.emplace_back(std::make_unique<CacheTable>(tables));
    }

    /// Finds what is known of a chatbot if it was kept with this generation, which is not 0; null
    /// if nothing was.
    [[nodiscard]] KnownRecord const* find(HashedId const& id, std::uint64_t generation) noexcept {
        for (Place& place : places_of(id)) {
            if (place.holds(id, generation)) {
                auto const hits = this->hits() + 1;
                hits_.store(hits, std::memory_order_relaxed); // no other thread writes it
                place.last_hit = hits;
                return &place.known;
            }
        }
        return nullptr;
    }

    /// Keeps what the thread sees of a chatbot, unless the generation is 0 or there is no memory.
    /// While a function of the host's uses what was found here, nothing can take its place; then
    /// nothing is kept either.
    void keep(HashedId const& id, std::uint64_t generation, KnownRecord const& known) noexcept {
        forget(id);
        if (uses_ > 0 || generation == no_generation) {
            return;
        }
        auto const places = places_of(id);
        auto& oldest = *std::min_element(places.begin(), places.end(),
                                         [](auto& a, auto& b) { return a.last_hit < b.last_hit; });
        (void)has_memory_for(
            [&] { oldest.set(id, generation, known.with_count_of_its_own(), hits() + 1); });
    }

    /// From now on nothing is known of a chatbot.
    void forget(HashedId const& id) noexcept {
        for (Place& place : places_of(id)) {
            if (place.hash == id.hash) {
                place.generation = no_generation; // a function may still use what it holds
                place.last_hit = 0;
            }
        }
    }

    /// Lives while a function of the host's uses what was found in the table.
    class Use {
    public:
        explicit Use(CacheTable& table) noexcept : table_(table) { ++table_.uses_; }
        Use(Use const&) = delete;
        Use& operator=(Use const&) = delete;
        ~Use() { --table_.uses_; }

    private:
        CacheTable& table_;
    };

    [[nodiscard]] std::uint64_t hits() const noexcept {
        return hits_.load(std::memory_order_relaxed);
    }

private:
    static constexpr std::size_t place_count = 4096;
    static constexpr std::size_t probes = 4; ///< the places of a chatbot
    static constexpr std::uint64_t no_generation = 0;

    /// In two lines of the processor's cache, with all that is compared: reading the text of the
    /// id somewhere else would take as long as all the rest.
    struct alignas(128) Place {
        std::size_t hash = 0;
        std::uint64_t generation = no_generation;
        KnownRecord known = {};
        std::uint64_t last_hit = 0; ///< the number of the last of the hits that was here
        std::uint8_t id_size = 0;
        std::array<char, 79> id_text = {}; ///< of `known`, if it is not longer

        void set(HashedId const& id, std::uint64_t of_generation, KnownRecord record,
                 std::uint64_t hit) noexcept {
            auto const& text = id.chatbot_id.str();
            hash = id.hash;
            generation = of_generation;
            known = std::move(record);
            last_hit = hit;
            id_size = static_cast<std::uint8_t>(text.size()); // `max_id_bytes` at most
            text.copy(id_text.data(), id_text.size());
        }
        [[nodiscard]] bool holds(HashedId const& id, std::uint64_t wanted) const noexcept {
            return generation == wanted && hash == id.hash && chatbot_id() == id.chatbot_id.str();
        }
        [[nodiscard]] std::string_view chatbot_id() const noexcept {
            return id_size <= id_text.size() ? std::string_view(id_text.data(), id_size)
                                             : known.chatbot_id().str();
        }
    };

    [[nodiscard]] std::span<Place, probes> places_of(HashedId const& id) noexcept {
        return std::span<Place, probes>(&places_[id.hash % place_count], probes);
    }

    std::shared_ptr<CacheTables> tables_;
    std::vector<Place> places_;
    std::size_t uses_ = 0;
    std::atomic<std::uint64_t> hits_ = 0;
};

inline std::uint64_t CacheTables::hits() const {
    std::lock_guard<std::mutex> const lock(mutex_);
    auto sum = hits_of_ended_threads_;
    for (auto const* table : tables_) {
        sum += table->hits();
    }
    return sum;
}

} // namespace human_support::detail
