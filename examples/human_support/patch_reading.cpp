// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "patch_reading.hpp"

#include "failure.hpp"
#include "input.hpp"
#include "json_mistake.hpp"
#include "unknown_members.hpp"

#include <human_support/settings_json.hpp>

#include <fmt/format.h>

#include <cstddef>
#include <filesystem>
#include <system_error>
#include <utility>

namespace program {

namespace {

bool is_in_a_file(std::string const& body) { return body == "-" || body.starts_with('@'); }

std::string read_body(std::string const& body, std::size_t most_bytes) {
    if (!is_in_a_file(body)) {
        return body;
    }
    Input input(body == "-" ? body : body.substr(1));
    input.skip_byte_order_mark();
    return input.read_all(most_bytes);
}

bool names_a_file(std::string const& body) {
    std::error_code ignored;
    return !is_in_a_file(body) &&
           (body.ends_with(".json") || std::filesystem::is_regular_file(body, ignored));
}

human_support::Error with_advice(human_support::Error const& error, std::string const& argument,
                                 std::string const& text) {
    auto const advised = with_position(error, text);
    return error.code() == human_support::Errc::invalid_json && names_a_file(argument)
               ? human_support::Error(error.code(), fmt::format("{} Did you mean the file, '@{}'?",
                                                                advised.message(), argument))
               : advised;
}

} // namespace

human_support::SettingsPatch read_patch(std::string const& body, bool strict) {
    human_support::Limits const limits;
    auto const text = read_body(body, limits.body_bytes);
    if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
        throw Failure(
            {human_support::Errc::invalid_json, "The body is empty; write {} for no change."});
    }
    auto parsed = human_support::parse_patch(text, limits);
    if (!parsed) {
        throw Failure(with_advice(parsed.error(), body, text));
    }
    if (strict && !parsed->unknown_members.empty()) {
        throw Failure(unknown_members_error(parsed->unknown_members));
    }
    warn_about_unknown_members(parsed->unknown_members);
    return std::move(parsed->patch);
}

} // namespace program
