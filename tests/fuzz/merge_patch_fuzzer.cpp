// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// The input is a JSON text to change, on a line of its own, and the JSON text of the merge patch.
// Both are also read and merged by nlohmann's library, which shares nothing with ours.
#include <human_support/json_merge_patch.hpp>
#include <human_support/settings_json.hpp>

#include "fuzz/fuzzer.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <optional>

namespace json = boost::json;

namespace {

bool is_same_number(json::value const& ours, nlohmann::json const& theirs) {
    if (auto const* integer = ours.if_int64()) {
        return theirs.is_number_integer() && theirs == *integer;
    }
    if (auto const* integer = ours.if_uint64()) {
        return theirs.is_number_unsigned() && theirs == *integer;
    }
    if (!theirs.is_number()) {
        return false;
    }
    // Boost.JSON may be off in the last places.
    auto const a = ours.as_double();
    auto const b = theirs.get<double>();
    return a == b || std::abs(a - b) <= 1e-14 * std::abs(b);
}

/// Whether both libraries hold the same value. Theirs keeps no order of members.
bool is_same(json::value const& ours, nlohmann::json const& theirs) {
    if (auto const* object = ours.if_object()) {
        return theirs.is_object() && object->size() == theirs.size() &&
               std::all_of(object->begin(), object->end(), [&](auto const& member) {
                   auto const found = theirs.find(std::string(member.key()));
                   return found != theirs.end() && is_same(member.value(), *found);
               });
    }
    if (auto const* array = ours.if_array()) {
        return theirs.is_array() &&
               std::equal(array->begin(), array->end(), theirs.begin(), theirs.end(), is_same);
    }
    if (auto const* text = ours.if_string()) {
        return theirs.is_string() && theirs == std::string(*text);
    }
    if (auto const* truth = ours.if_bool()) {
        return theirs.is_boolean() && theirs == *truth;
    }
    return ours.is_null() ? theirs.is_null() : is_same_number(ours, theirs);
}

struct BothWays {
    json::value ours;
    nlohmann::json theirs;
};

/// Whether the libraries may differ about `text`: theirs skips a byte order mark, ends at a NUL,
/// and refuses numbers that are too large for a double, which have an exponent or hundreds of
/// digits.
bool is_disputed(std::string_view text) {
    return text.starts_with("\xEF\xBB\xBF") || text.find('\0') != text.npos ||
           text.find_first_of("eE") != text.npos || text.size() > 300;
}

std::optional<BothWays> read(std::string_view text) {
    auto ours = human_support::parse_json(text, {.nesting = text.size()});
    auto theirs = nlohmann::json::parse(text, nullptr, false);
    bool const we_read_it = ours.has_value();
    bool const they_read_it = !theirs.is_discarded();
    require(we_read_it == they_read_it || is_disputed(text), "text is JSON if others say so");
    if (!we_read_it || !they_read_it) {
        return std::nullopt;
    }
    require(is_same(*ours, theirs), "text is read as others read it");
    return BothWays{*std::move(ours), std::move(theirs)};
}

} // namespace

void check_input(std::string_view input) {
    auto const target_text = take_until("\n", input);
    auto const target = read(target_text);
    auto const patch = read(input);
    if (!target || !patch) {
        return;
    }
    auto theirs = target->theirs;
    theirs.merge_patch(patch->theirs);
    auto const ours = human_support::merge_patch(target->ours, patch->ours);
    require(is_same(ours, theirs), "a patch does what it does with others");
    require(is_same(human_support::merge_patch(ours, patch->ours), theirs),
            "applying twice equals once");
}
