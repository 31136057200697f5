// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <stdexcept>
#include <string>

namespace human_support::tests {

/// The message of the `std::runtime_error` that `act` throws; nothing if it throws none.
template <class Act>
[[nodiscard]] std::string error_of(Act act) {
    try {
        act();
    } catch (std::runtime_error const& error) {
        return error.what();
    }
    return {};
}

/// Whether `text` has `part` somewhere.
[[nodiscard]] inline bool contains(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

} // namespace human_support::tests
