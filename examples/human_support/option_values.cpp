// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "option_values.hpp"

#include <human_support/rfc3339.hpp>

#include <charconv>
#include <cstdint>
#include <string>
#include <system_error>

namespace program {

human_support::Timestamp read_time(std::string_view text) {
    auto const time = human_support::from_rfc3339(text);
    if (!time) {
        throw CLI::ValidationError("--before", "must be a time such as 2026-01-31T00:00:00Z");
    }
    return *time;
}

CLI::Validator whole_number() {
    auto const check = [](std::string const& text) -> std::string {
        std::int64_t value = 0;
        auto const* end = text.data() + text.size();
        auto const read = std::from_chars(text.data(), end, value);
        bool const decimal = text == "0" || !text.starts_with('0');
        bool const valid = read.ec == std::errc{} && read.ptr == end && decimal && value >= 0;
        return valid ? "" : "must be a whole number, 0 or more";
    };
    return {check, ""};
}

} // namespace program
