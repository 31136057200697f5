// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <boost/json/value.hpp>

#include <string>
#include <string_view>

namespace program {

/// Returns `json` in one line. Characters that disturb a terminal are escaped, which changes no
/// value.
[[nodiscard]] std::string one_line(boost::json::value const& json);

/// Does the same with `json_text`, which is JSON in one line.
[[nodiscard]] std::string for_terminal(std::string_view json_text);

/// Returns `json`, with each member and element on its own indented line.
[[nodiscard]] std::string indented(boost::json::value const& json);

} // namespace program
