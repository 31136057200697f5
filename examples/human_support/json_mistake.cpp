// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "json_mistake.hpp"

#include <human_support/limits.hpp>

#include <boost/json/parser.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace program {

namespace {

bool continues_code_point(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

std::string hint_at(std::string_view rest) {
    return rest.starts_with('\'') ? " JSON has double quotes, such as {\"leadNotification\": true}."
                                  : "";
}

} // namespace

human_support::Error with_position(human_support::Error const& error, std::string_view text,
                                   Place first) {
    if (error.code() != human_support::Errc::invalid_json) {
        return error;
    }
    boost::json::parse_options options;
    options.max_depth = human_support::Limits{}.nesting;
    boost::json::parser parser({}, options);
    boost::system::error_code code;
    auto const read = std::min(parser.write(text.data(), text.size(), code), text.size());
    if (!code) {
        return error;
    }
    auto const before = text.substr(0, read);
    auto const lines = static_cast<std::size_t>(std::ranges::count(before, '\n'));
    auto const line_start = before.rfind('\n') + 1; // 0 if there is none
    auto const in_line = before.substr(line_start);
    auto const column =
        (lines == 0 ? first.column : 1) + in_line.size() -
        static_cast<std::size_t>(std::ranges::count_if(in_line, continues_code_point));
    return {human_support::Errc::invalid_json,
            fmt::format("The text is not valid JSON at line {}, column {}: {}.{}",
                        first.line + lines, column, code.message(), hint_at(text.substr(read)))};
}

} // namespace program
