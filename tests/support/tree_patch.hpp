// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/field_check.hpp>
#include <human_support/settings_json.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

/// `parse_patch` made in another way, to compare it with: reads the text into a tree of JSON
/// values, and then looks each setting up in it.
namespace tree_patch {

using namespace human_support;

template <class T>
void read_change(SettingsPatch& patch, Field<T> const& field, boost::json::value const& json,
                 Limits const& limits) {
    auto const pointer = std::string("/").append(field.json_name);
    auto const must_be = [&](std::string const& wanted) {
        patch.reject({pointer, ViolationCode::wrong_type,
                      std::string("Must be ").append(wanted).append(".")});
    };
    if (json.is_null()) {
        patch.reset(field.member);
    } else if constexpr (std::is_same_v<T, bool>) {
        if (auto const* flag = json.if_bool()) {
            patch.set(field.member, *flag);
        } else {
            must_be("true or false");
        }
    } else if constexpr (std::is_same_v<T, std::string>) {
        if (auto const* text = json.if_string()) {
            patch.set(field.member, std::string(*text));
        } else {
            must_be("a string");
        }
    } else if (auto const* array = json.if_array(); array == nullptr) {
        must_be("an array of strings");
    } else {
        std::vector<std::string> texts;
        std::vector<std::size_t> not_texts;
        for (auto const& element : *array) {
            auto const* text = element.if_string();
            if (text == nullptr) {
                not_texts.push_back(texts.size());
            }
            texts.emplace_back(text == nullptr ? std::string() : std::string(*text));
        }
        if (not_texts.empty()) {
            patch.set(field.member, std::move(texts));
            return;
        }
        std::vector<Violation> found;
        detail::FieldCheck(field.json_name, limits, found).emails(texts, not_texts);
        for (auto const& violation : found) {
            patch.reject(violation);
        }
    }
}

inline Result<ParsedPatch> parse(std::string_view text, Limits const& limits,
                                 UnknownMembers unknown) {
    ParsedPatch parsed;
    if (text.empty()) {
        return parsed;
    }
    auto const json = parse_json(text, limits);
    if (!json) {
        return json.error();
    }
    auto const* members = json->if_object();
    if (members == nullptr) {
        return Error(Errc::invalid_settings, "The body must be a JSON object.",
                     {{"", ViolationCode::wrong_type, "Must be an object."}});
    }
    std::vector<std::string_view> known(record_members::all.begin(), record_members::all.end());
    for_each_field([&](auto const& field) {
        known.push_back(field.json_name);
        if (auto const* change = members->if_contains(field.json_name)) {
            read_change(parsed.patch, field, *change, limits);
        }
    });
    for (auto const& member : *members) {
        std::string_view const name = member.key();
        if (std::find(known.begin(), known.end(), name) != known.end()) {
            continue;
        }
        if (unknown == UnknownMembers::reject) {
            parsed.patch.reject({detail::json_pointer(name), ViolationCode::unknown_member,
                                 "There is no setting with this name."});
        } else {
            parsed.unknown_members.emplace_back(name);
        }
    }
    return parsed;
}

/// Tells whether `parse_patch` reads `text` just as `parse` does, in every respect.
inline bool agrees_with_parse_patch(std::string_view text, Limits const& limits) {
    auto const agree = [&](UnknownMembers unknown) {
        auto const ours = parse_patch(text, limits, unknown);
        auto const theirs = parse(text, limits, unknown);
        if (!ours || !theirs) {
            return !ours && !theirs && ours.error() == theirs.error();
        }
        return ours->patch == theirs->patch && ours->unknown_members == theirs->unknown_members;
    };
    return agree(UnknownMembers::ignore) && agree(UnknownMembers::reject);
}

} // namespace tree_patch
