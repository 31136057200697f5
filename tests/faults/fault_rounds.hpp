// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <cstdlib>
#include <string>

/// By how much to multiply the rounds of random tests: 1, unless the environment variable
/// HUMAN_SUPPORT_FAULT_ROUNDS asks for a longer run.
inline int fault_rounds() {
    auto const* chosen = std::getenv("HUMAN_SUPPORT_FAULT_ROUNDS");
    return chosen != nullptr ? std::stoi(chosen) : 1;
}
