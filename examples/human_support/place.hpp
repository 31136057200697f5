// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <fmt/format.h>

#include <compare>
#include <cstddef>
#include <string>

namespace program {

/// Where something begins in a text. Both count from 1; a column is a Unicode code point.
struct Place {
    std::size_t line = 1;
    std::size_t column = 1;

    auto operator<=>(Place const&) const = default;
};

/// Such as "line 7". What begins within a line, as in an array of one line, has its column named.
[[nodiscard]] inline std::string describe(Place place) {
    return place.column == 1 ? fmt::format("line {}", place.line)
                             : fmt::format("line {}, column {}", place.line, place.column);
}

} // namespace program
