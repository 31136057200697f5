// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/settings_record.hpp>

#include <CLI/CLI.hpp>

#include <string_view>

namespace program {

/// Reads the time of an option (RFC 3339).
[[nodiscard]] human_support::Timestamp read_time(std::string_view text);

/// Stricter than CLI11, which takes octal and hexadecimal numbers and rounds those too large.
[[nodiscard]] CLI::Validator whole_number();

} // namespace program
