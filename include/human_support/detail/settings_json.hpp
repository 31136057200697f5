// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/field_check.hpp>
#include <human_support/detail/json_object.hpp>
#include <human_support/detail/json_pointer.hpp>
#include <human_support/detail/patch_reader.hpp>
#include <human_support/detail/uuid_text.hpp>
#include <human_support/json_text.hpp>
#include <human_support/rfc3339.hpp>
#include <human_support/settings_json.hpp>

#include <boost/json/array.hpp>
#include <boost/json/string.hpp>

#include <algorithm>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace human_support {

namespace detail {

/// Reads a field's value; if that is not possible, adds the reason to `found`. `pointer` is a
/// function that makes the JSON Pointer to it, which a value that can be read does not need.
template <class MakePointer>
std::optional<bool> read_value(std::type_identity<bool> type, boost::json::value const& json,
                               MakePointer const& pointer, std::vector<Violation>& found) {
    if (auto const* value = json.if_bool()) {
        return *value;
    }
    add_violation(found, wrong_type(pointer(), wanted(type)));
    return std::nullopt;
}

template <class MakePointer>
std::optional<std::string> read_value(std::type_identity<std::string> type,
                                      boost::json::value const& json, MakePointer const& pointer,
                                      std::vector<Violation>& found) {
    if (auto const* value = json.if_string()) {
        return std::string(value->begin(), value->end());
    }
    add_violation(found, wrong_type(pointer(), wanted(type)));
    return std::nullopt;
}

template <class MakePointer>
std::optional<std::vector<std::string>>
read_value(std::type_identity<std::vector<std::string>> type, boost::json::value const& json,
           MakePointer const& pointer, std::vector<Violation>& found) {
    auto const* array = json.if_array();
    if (array == nullptr) {
        add_violation(found, wrong_type(pointer(), wanted(type)));
        return std::nullopt;
    }
    std::size_t const found_before = found.size();
    std::vector<std::string> values;
    values.reserve(array->size());
    for (std::size_t i = 0; i < array->size() && found.size() <= max_violations; ++i) {
        auto const element = [&] { return json_pointer(i, pointer()); };
        if (auto value =
                read_value(std::type_identity<std::string>{}, (*array)[i], element, found)) {
            values.push_back(*std::move(value));
        }
    }
    return found.size() == found_before ? std::optional(std::move(values)) : std::nullopt;
}

/// Reads the text members of a record, and collects their mistakes.
class RecordReader {
public:
    RecordReader(boost::json::object const& members, std::vector<Violation>& found)
        : members_(members), found_(found) {}

    /// Returns what `parse(text)`, which returns an optional, makes of the member `name`.
    template <class Parse>
    auto required(std::string_view name, std::string_view wanted, Parse&& parse) {
        using Parsed = decltype(parse(std::string_view{}));
        auto const* value = members_.if_contains(name);
        if (value == nullptr) {
            add(name, ViolationCode::missing_member, "Is required.");
            return Parsed{};
        }
        auto const* text = value->if_string();
        if (text == nullptr) {
            add(name, ViolationCode::wrong_type, "Must be a string.");
            return Parsed{};
        }
        Parsed parsed = parse(std::string_view(*text));
        if (!parsed) {
            add(name, ViolationCode::invalid_format, must_be(wanted));
        }
        return parsed;
    }

    std::string text_or_empty(std::string_view name) {
        auto const any = [](std::string_view text) { return std::optional(std::string(text)); };
        return members_.contains(name) ? required(name, "a string", any).value_or("") : "";
    }

private:
    void add(std::string_view name, ViolationCode code, std::string message) {
        add_violation(found_, {json_pointer(name), code, std::move(message)});
    }

    boost::json::object const& members_;
    std::vector<Violation>& found_;
};

template <class T>
[[nodiscard]] std::optional<T> to_optional(Result<T> result) {
    return result ? std::optional<T>(*std::move(result)) : std::nullopt;
}

[[nodiscard]] inline Error not_an_object() {
    return {
        Errc::invalid_settings, "The body must be a JSON object.", {wrong_type("", "an object")}};
}

inline HumanSupportSettings read_settings(boost::json::object const& members,
                                          HumanSupportSettings settings,
                                          std::vector<Violation>& found) {
    for_each_field([&]<class T>(Field<T> const& field) {
        auto const* json = members.if_contains(field.json_name);
        if (json == nullptr || json->is_null()) {
            return;
        }
        auto const pointer = [&] { return json_pointer(field.json_name); };
        if (auto value = read_value(std::type_identity<T>{}, *json, pointer, found)) {
            settings.*field.member = *std::move(value);
        }
    });
    return settings;
}

/// The members of a response: calls `add(name, value)` with each, in their order.
struct ResponseMembers {
    SettingsRecord const& record; ///< borrowed

    template <class Add>
    void operator()(Add&& add) const {
        add(record_members::id, record.id);
        add(record_members::chatbot_id, record.chatbot_id.str());
        for_each_field(
            [&](auto const& field) { add(field.json_name, record.settings.*field.member); });
        add(record_members::created_at, record.created_at);
        add(record_members::updated_at, record.updated_at);
    }
};

/// The members of a whole record.
struct RecordMembers {
    SettingsRecord const& record; ///< borrowed

    template <class Add>
    void operator()(Add&& add) const {
        ResponseMembers{record}(add);
        add(record_members::account_id, record.account_id.str());
        add(record_members::updated_by, record.updated_by);
        add(record_members::revision, record.revision);
    }
};

} // namespace detail

inline boost::json::object to_json(HumanSupportSettings const& settings) {
    boost::json::object json;
    for_each_field([&](auto const& field) {
        json.emplace(field.json_name, detail::to_value(settings.*field.member));
    });
    return json;
}

inline boost::json::object to_response_json(SettingsRecord const& record) {
    return detail::to_object(detail::ResponseMembers{record});
}

inline boost::json::object to_json(SettingsRecord const& record) {
    return detail::to_object(detail::RecordMembers{record});
}

inline std::string to_response_json_text(SettingsRecord const& record) {
    return detail::to_object_text(detail::ResponseMembers{record});
}

inline std::string to_json_text(SettingsRecord const& record) {
    return detail::to_object_text(detail::RecordMembers{record});
}

inline Result<HumanSupportSettings> settings_from_json(boost::json::value const& json,
                                                       HumanSupportSettings const& defaults) {
    auto const* members = json.if_object();
    if (members == nullptr) {
        return detail::not_an_object();
    }
    std::vector<Violation> found;
    auto settings = detail::read_settings(*members, defaults, found);
    if (!found.empty()) {
        return invalid_settings(std::move(found));
    }
    return settings;
}

inline Result<SettingsRecord> record_from_json(boost::json::value const& json,
                                               HumanSupportSettings const& defaults) {
    auto const* members = json.if_object();
    if (members == nullptr) {
        return detail::not_an_object();
    }
    constexpr std::string_view time_form = "a time such as 2026-01-31T23:59:59.123Z";
    std::vector<Violation> found;
    detail::RecordReader reader(*members, found);
    auto const id = reader.required(record_members::id, "a UUID", detail::from_uuid_text);
    auto const chatbot_id =
        reader.required(record_members::chatbot_id, detail::id_form,
                        [](auto text) { return detail::to_optional(ChatbotId::parse(text)); });
    auto settings = detail::read_settings(*members, defaults, found);
    auto const created_at = reader.required(record_members::created_at, time_form, from_rfc3339);
    auto const updated_at = reader.required(record_members::updated_at, time_form, from_rfc3339);
    auto const account_id =
        reader.required(record_members::account_id, detail::id_form,
                        [](auto text) { return detail::to_optional(AccountId::parse(text)); });
    auto updated_by = reader.text_or_empty(record_members::updated_by);
    if (!found.empty()) {
        return invalid_settings(std::move(found));
    }
    return SettingsRecord{
        *id,         *chatbot_id, *account_id, std::move(updated_by), std::move(settings),
        *created_at, *updated_at};
}

template <std::same_as<ParsedPatch> Parsed>
Result<Parsed> parse_patch(std::string_view text, Limits const& limits, UnknownMembers unknown) {
    Parsed parsed;
    if (text.empty()) {
        return parsed;
    }
    bool is_object = false;
    auto const read = detail::read_json(text, limits, [&](std::string_view json, auto& code) {
        boost::json::parse_options options;
        options.max_depth = limits.nesting;
        // It allocates nothing itself, since it gets all of the text at once.
        boost::json::basic_parser<detail::PatchReader> parser(options, parsed.patch, json,
                                                              record_members::all);
        std::size_t const bytes = parser.write_some(false, json.data(), json.size(), code);
        if (!code && bytes < json.size()) {
            code = boost::json::error::extra_data;
        } else if (!code) {
            auto& reader = parser.handler();
            is_object = reader.is_object();
            reader.complete(limits);
            parsed.unknown_members = reader.take_unknown_members();
        }
        return bytes;
    });
    if (!read) {
        return read.error();
    }
    if (!is_object) {
        return detail::not_an_object();
    }
    if (unknown == UnknownMembers::reject) {
        for (auto const& name : parsed.unknown_members) {
            parsed.patch.reject({detail::json_pointer(name), ViolationCode::unknown_member,
                                 "There is no setting with this name."});
        }
        parsed.unknown_members.clear();
    }
    return parsed;
}

} // namespace human_support
