// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "connection.hpp"

#include <cstddef>
#include <vector>

namespace human_support::postgresql {

/// A limit, so that writes need not wait long.
inline constexpr std::size_t most_purged_at_once = 1000;

/// What a `Writer` executes.
[[nodiscard]] std::vector<Statement> writer_statements();

} // namespace human_support::postgresql
