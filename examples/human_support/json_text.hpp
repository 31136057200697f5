// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <boost/json/value.hpp>

#include <string>

namespace program {

/// `json` in one line. What disturbs a terminal is escaped, which changes no value.
[[nodiscard]] std::string one_line(boost::json::value const& json);

/// The same, each member and element on an indented line of its own.
[[nodiscard]] std::string indented(boost::json::value const& json);

} // namespace program
