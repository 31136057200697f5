// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/service.hpp>

#include <boost/uuid/random_generator.hpp>

#include <chrono>

namespace human_support {

/// Returns the system's clock and random UUIDs (RFC 9562, section 5.4), for `SettingsService`. Both
/// functions are thread-safe. They have a header to themselves, since the UUID generator takes long
/// to compile. `new_id` throws what Boost.UUID throws if the system has no random numbers to give.
[[nodiscard]] inline ClockAndIds system_clock_and_ids() {
    return {
        [] {
            return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
        },
        // Asks the system for each id, so that there is no state to share, to seed or to copy by
        // `fork`.
        [] { return boost::uuids::random_generator_pure{}(); },
    };
}

} // namespace human_support
