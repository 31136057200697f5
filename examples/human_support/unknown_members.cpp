// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "unknown_members.hpp"

#include "json_text.hpp"
#include "nearest_name.hpp"
#include "output.hpp"
#include "terminal_text.hpp"

#include <human_support/settings_fields.hpp>
#include <human_support/settings_json.hpp>

#include <boost/json/string.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

namespace program {

namespace {

constexpr std::size_t most_reported = 10;
constexpr std::size_t most_characters = 60;

bool is_known(std::string_view name) {
    bool known = std::ranges::count(human_support::record_members::all, name) > 0;
    human_support::for_each_field(
        [&](auto const& field) { known = known || field.json_name == name; });
    return known;
}

std::string suggestion(std::string_view name) {
    auto const nearest = nearest_setting(name);
    return nearest ? fmt::format(" Did you mean \"{}\"?", *nearest) : "";
}

/// See RFC 6901.
std::string pointer_to(std::string_view name) {
    std::string pointer = "/";
    for (char const character : name) {
        if (character == '~') {
            pointer += "~0";
        } else if (character == '/') {
            pointer += "~1";
        } else {
            pointer += character;
        }
    }
    return pointer;
}

} // namespace

std::vector<std::string> unknown_members(boost::json::object const& members) {
    std::vector<std::string> names;
    for (auto const& member : members) {
        if (!is_known(member.key())) {
            names.emplace_back(member.key());
        }
    }
    return names;
}

void warn_about_unknown_members(std::span<std::string const> names, std::string_view place) {
    for (auto const& name : names.first(std::min(names.size(), most_reported))) {
        say(fmt::format("Warning: {}{} is not a setting and was ignored.{}",
                        one_line(boost::json::string(shorten(name, most_characters))), place,
                        suggestion(name)));
    }
    if (names.size() > most_reported) {
        say(fmt::format("Warning: {} more members{} are not settings and were ignored.",
                        names.size() - most_reported, place));
    }
}

human_support::Error unknown_members_error(std::span<std::string const> names) {
    std::vector<human_support::Violation> violations;
    for (auto const& name : names.first(std::min(names.size(), most_reported))) {
        violations.push_back({pointer_to(shorten(name, most_characters)),
                              human_support::ViolationCode::unknown_member,
                              "Is not a setting." + suggestion(name)});
    }
    return {human_support::Errc::invalid_settings,
            fmt::format("There are {} members that are not settings, which --strict refuses.",
                        names.size()),
            std::move(violations)};
}

} // namespace program
