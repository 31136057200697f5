// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/coarse_clock.hpp>
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

    /// Returns the moment as of which the entries are: every change before it shows in them. None
    /// if the storage has not been asked yet.
    [[nodiscard]] std::optional<Clock::time_point> as_of() const noexcept {
        auto const as_of = as_of_.load(std::memory_order_acquire);
        return as_of == never ? std::nullopt
                              : std::optional(Clock::time_point(Clock::duration(as_of)));
    }

    /// Returns that moment if the entries may be served.
    [[nodiscard]] std::optional<Clock::time_point> as_of_to_serve() const {
        auto const as_of = this->as_of();
        return as_of && may_serve(*as_of) ? as_of : std::nullopt;
    }
    /// Tells whether what is as of a moment may be served.
    [[nodiscard]] bool may_serve(Clock::time_point as_of) const {
        // The clock may be behind the moment.
        auto const age = (clock_ ? clock_() : coarse_now()) - as_of;
        return (std::max)(age, Clock::duration::zero()) <= limit_;
    }

    /// From now on, every change before `moment` shows.
    void set(Clock::time_point moment) noexcept {
        as_of_.store(moment.time_since_epoch().count(), std::memory_order_release);
    }
    /// From now on, nothing may be served.
    void reset() noexcept { as_of_.store(never, std::memory_order_release); }

private:
    static constexpr Clock::rep never = (std::numeric_limits<Clock::rep>::min)();
    static constexpr Clock::duration nothing{-1}; ///< the limit that no age keeps

    Clock::duration const limit_;
    std::function<Clock::time_point()> const clock_;
    std::atomic<Clock::rep> as_of_ = never;
};

} // namespace human_support::detail
