// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/error.hpp>

#include <boost/json/object.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace program {

/// Returns the names of the members that are neither settings nor parts of a record.
[[nodiscard]] std::vector<std::string> unknown_members(boost::json::object const& members);

/// Warns about members that are not settings; `place` comes after their names, such as " in line
/// 7".
void warn_about_unknown_members(std::span<std::string const> names, std::string_view place = "");

/// The error that they are with --strict.
[[nodiscard]] human_support::Error unknown_members_error(std::span<std::string const> names);

} // namespace program
