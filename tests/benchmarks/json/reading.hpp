// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <string_view>

namespace benchmarks {

/// Reads a merge patch with `parse_patch`. Tells whether it is one.
[[nodiscard]] bool read_by_library(std::string_view body);

/// Reads JSON text with the parser of Boost.JSON on which `parse_patch` is built, and keeps nothing
/// of it: what that parser takes of the time. Tells whether it is JSON.
[[nodiscard]] bool read_by_parser_alone(std::string_view body);

} // namespace benchmarks
