// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/settings_record.hpp>

#include <cstddef>
#include <optional>

namespace human_support::engine {

/// A purge of erasures, which takes several transactions.
struct Purge {
    Timestamp before; ///< erasures that were made before it are forgotten

    /// The store's last revision when the purge renewed the epoch; none until it forgets something.
    std::optional<Revision> renewed_at = std::nullopt;
};

/// How many erasures one of them forgets: a limit, so that writes need not wait long.
inline constexpr std::size_t most_purged_at_once = 1000;

} // namespace human_support::engine
