// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/repository.hpp>
#include <human_support/settings_cache_options.hpp>

#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

namespace human_support::detail {

/// The changes of one look into the feed, each chatbot once.
class CacheChanges {
public:
    void add(FeedChange const& change, SettingsRecordPtr before) {
        auto const [added, is_new] = by_chatbot_.try_emplace(
            change.chatbot_id,
            CachedChange{change.chatbot_id, change.revision, std::move(before), change.record});
        if (!is_new) {
            added->second.revision = change.revision;
            added->second.after = change.record;
        }
    }

    /// Returns the changes in the order of their revisions.
    [[nodiscard]] std::list<std::optional<CachedChange>> in_order() const {
        std::list<std::optional<CachedChange>> changes;
        for (auto const& [chatbot_id, change] : by_chatbot_) {
            changes.emplace_back(change);
        }
        changes.sort([](auto const& a, auto const& b) { return a->revision < b->revision; });
        return changes;
    }

    void clear() noexcept { by_chatbot_.clear(); }

private:
    std::map<ChatbotId, CachedChange> by_chatbot_;
};

/// Tells a host's functions what a cache learned, in order, one thing at a time. Thread-safe.
class CacheListener {
public:
    CacheListener(std::function<void(CachedChange const&)> on_change,
                  std::function<void()> on_restart)
        : on_change_(std::move(on_change)), on_restart_(std::move(on_restart)) {}

    [[nodiscard]] bool wants_changes() const noexcept { return on_change_ != nullptr; }

    /// Notes what is to be told, and empties `changes`.
    void add(CacheChanges& changes) {
        auto events = changes.in_order(); // all that can run out of memory comes first
        std::lock_guard<std::mutex> const lock(mutex_);
        events_.splice(events_.end(), events);
        changes.clear();
    }
    void add_restart() {
        if (on_restart_) {
            std::lock_guard<std::mutex> const lock(mutex_);
            events_.emplace_back(std::nullopt);
        }
    }

    /// Tells all that was noted, unless another call of this function is about it.
    void tell() {
        std::unique_lock<std::mutex> lock(mutex_);
        if (is_telling_) {
            return;
        }
        while (!events_.empty()) {
            auto const event = std::move(events_.front());
            events_.pop_front();
            Telling const telling(*this, lock);
            if (event) {
                on_change_(*event);
            } else {
                on_restart_();
            }
        }
    }

private:
    /// Lives while a host's function runs; without the lock.
    class Telling {
    public:
        Telling(CacheListener& listener, std::unique_lock<std::mutex>& lock)
            : listener_(listener), lock_(lock) {
            listener_.is_telling_ = true;
            lock_.unlock();
        }
        Telling(Telling const&) = delete;
        Telling& operator=(Telling const&) = delete;
        ~Telling() {
            lock_.lock();
            listener_.is_telling_ = false;
        }

    private:
        CacheListener& listener_;
        std::unique_lock<std::mutex>& lock_;
    };

    std::function<void(CachedChange const&)> const on_change_;
    std::function<void()> const on_restart_;
    std::mutex mutex_;                              ///< guards what is below
    std::list<std::optional<CachedChange>> events_; ///< none is a restart
    bool is_telling_ = false;
};

} // namespace human_support::detail
