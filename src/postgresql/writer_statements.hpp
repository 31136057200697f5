// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "connection.hpp"

#include <vector>

namespace human_support::postgresql {

/// What a `Writer` executes.
[[nodiscard]] std::vector<Statement> writer_statements();

} // namespace human_support::postgresql
