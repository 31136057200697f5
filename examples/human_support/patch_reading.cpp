// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "patch_reading.hpp"

#include "failure.hpp"
#include "input.hpp"
#include "json_text.hpp"
#include "nearest_name.hpp"
#include "output.hpp"
#include "terminal_text.hpp"

#include <human_support/settings_json.hpp>

#include <boost/json/string.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>

namespace program {

namespace {

std::string read_body(std::string const& body, std::size_t most_bytes) {
    if (body == "-") {
        return Input("-").read_all(most_bytes);
    }
    if (body.starts_with('@')) {
        return Input(body.substr(1)).read_all(most_bytes);
    }
    return body;
}

void warn_about_unknown_members(std::span<std::string const> names) {
    constexpr std::size_t most_warnings = 10;
    constexpr std::size_t most_characters = 60;
    for (auto const& name : names.first(std::min(names.size(), most_warnings))) {
        auto const nearest = nearest_setting(name);
        say(fmt::format("Warning: {} is not a setting and was ignored.{}",
                        one_line(boost::json::string(shorten(name, most_characters))),
                        nearest ? fmt::format(" Did you mean \"{}\"?", *nearest) : ""));
    }
    if (names.size() > most_warnings) {
        say(fmt::format("Warning: {} more members are not settings and were ignored.",
                        names.size() - most_warnings));
    }
}

} // namespace

human_support::SettingsPatch read_patch(std::string const& body) {
    human_support::Limits const limits;
    auto parsed = require(human_support::parse_patch(read_body(body, limits.body_bytes), limits));
    warn_about_unknown_members(parsed.unknown_members);
    return std::move(parsed.patch);
}

} // namespace program
