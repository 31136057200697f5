// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

/// What each fuzzer defines: does with `input` what a host would, and checks every law that has to
/// hold whatever the input is. What it throws is a finding, and so is whatever the sanitizers find.
void check_input(std::string_view input);

/// Throws if a law does not hold.
inline void require(bool holds, std::string_view law) {
    if (!holds) {
        throw std::logic_error(std::string(law));
    }
}

/// Takes everything up to `end`, or all if that is not there, off the front of `rest`, with
/// `end` itself, which is left out of what is returned.
[[nodiscard]] inline std::string_view take_until(std::string_view end, std::string_view& rest) {
    auto const taken = rest.substr(0, rest.find(end));
    rest.remove_prefix(taken.size() == rest.size() ? taken.size() : taken.size() + end.size());
    return taken;
}
