// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "support/random_settings.hpp"

#include <cstddef>
#include <string>

/// How often to run the processes: 3 times, unless the environment variable
/// HUMAN_SUPPORT_COHERENCE_ROUNDS says otherwise.
[[nodiscard]] std::size_t coherence_rounds();

/// Lets three processes of `program` read in caches over `database` and write to it, and checks
/// what they saw.
void check_coherence(std::string const& program, std::string const& database, Random& random);
