// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/settings_cache_options.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <limits>
#include <optional>

namespace human_support::detail {

/// Knows how old a cache's entries may be: what it last learned of the storage, and until when it
/// may serve that. Thread-safe.
class CacheFreshness {
public:
    using Clock = std::chrono::steady_clock;

    explicit CacheFreshness(SettingsCacheOptions const& options)
        : limit_(options.staleness.count() > 0
                     ? (std::max)(options.staleness, options.staleness_without_storage)
                     : nothing),
          clock_(options.clock) {}

    /// Tells whether entries of any age may be served at all.
    [[nodiscard]] bool may_serve_anything() const noexcept { return limit_ != nothing; }

    [[nodiscard]] Clock::time_point now() const { return clock_ ? clock_() : Clock::now(); }

    /// Returns the age of the entries: every change that is older shows in them. None if the
    /// storage has not been asked yet.
    [[nodiscard]] std::optional<Clock::duration> age() const {
        auto const fresh_at = fresh_at_.load(std::memory_order_acquire);
        if (fresh_at == never) {
            return std::nullopt;
        }
        return (std::max)(Clock::duration::zero(),
                          now() - Clock::time_point(Clock::duration(fresh_at)));
    }

    /// Returns the age if entries of that age may be served.
    [[nodiscard]] std::optional<Clock::duration> age_to_serve() const {
        auto const age = this->age();
        return age && may_serve(*age) ? age : std::nullopt;
    }
    [[nodiscard]] bool may_serve(Clock::duration age) const noexcept { return age <= limit_; }

    /// From now on, every change before `moment` shows.
    void set(Clock::time_point moment) noexcept {
        fresh_at_.store(moment.time_since_epoch().count(), std::memory_order_release);
    }
    /// From now on, nothing may be served.
    void reset() noexcept { fresh_at_.store(never, std::memory_order_release); }

private:
    static constexpr Clock::rep never = (std::numeric_limits<Clock::rep>::min)();
    static constexpr Clock::duration nothing{-1}; ///< the limit that no age keeps

    Clock::duration const limit_;
    std::function<Clock::time_point()> const clock_;
    std::atomic<Clock::rep> fresh_at_ = never;
};

} // namespace human_support::detail
