// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/service.hpp>

#include <boost/uuid/random_generator.hpp>

#include <chrono>

namespace human_support {

/// The system's clock and its source of randomness, for `SettingsService`. Kept apart, since the
/// UUID generator is dear to include.
[[nodiscard]] inline ClockAndIds system_clock_and_ids() {
    return {
        [] {
            return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
        },
        // Asks the system anew for each id, so that there is no state to share, seed or fork.
        [] { return boost::uuids::random_generator_pure{}(); },
    };
}

} // namespace human_support
