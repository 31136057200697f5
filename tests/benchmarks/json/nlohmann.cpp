// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "respond.hpp"

#include <human_support/settings_json.hpp>

#include <nlohmann/json.hpp>

#include <utility>
#include <vector>

namespace benchmarks {

namespace {

using human_support::HumanSupportSettings;
using human_support::SettingsRecord;
using nlohmann::json;

bool read(json const& from, bool& value) {
    if (auto const* flag = from.get_ptr<bool const*>()) {
        value = *flag;
        return true;
    }
    return false;
}

bool read(json const& from, std::string& value) {
    if (auto const* text = from.get_ptr<std::string const*>()) {
        value = *text;
        return true;
    }
    return false;
}

bool read(json const& from, std::vector<std::string>& value) {
    if (!from.is_array()) {
        return false;
    }
    value.resize(from.size());
    bool are_texts = true;
    for (std::size_t i = 0; i < from.size(); ++i) {
        are_texts = are_texts && read(from[i], value[i]);
    }
    return are_texts;
}

/// Sets the settings that are members of `members`.
bool change(json const& members, HumanSupportSettings& settings,
            HumanSupportSettings const& defaults) {
    bool is_right = members.is_object();
    human_support::for_each_field([&](auto const& field) {
        if (!is_right) {
            return;
        }
        auto const member = members.find(field.json_name);
        if (member == members.end()) {
            return;
        }
        if (member->is_null()) {
            settings.*field.member = defaults.*field.member;
        } else {
            is_right = read(*member, settings.*field.member);
        }
    });
    return is_right;
}

template <class T>
T const& to_json_value(T const& value) {
    return value;
}
std::string to_json_value(boost::uuids::uuid const& value) {
    return human_support::detail::to_uuid_text(value);
}
std::string to_json_value(human_support::Timestamp value) {
    return human_support::to_rfc3339(value);
}

std::string written(SettingsRecord const& record) {
    nlohmann::ordered_json members;
    human_support::detail::ResponseMembers{record}([&](std::string_view name, auto const& value) {
        members.emplace(name, to_json_value(value));
    });
    return members.dump();
}

} // namespace

Respond by_nlohmann() {
    return [defaults = HumanSupportSettings()](std::string_view body, SettingsRecord record) {
        auto const parsed = json::parse(body, nullptr, false);
        return change(parsed, record.settings, defaults) ? std::optional(written(record))
                                                         : std::nullopt;
    };
}

Respond by_nlohmann_merge_patch() {
    return [defaults = HumanSupportSettings()](
               std::string_view body, SettingsRecord record) -> std::optional<std::string> {
        auto const patch = json::parse(body, nullptr, false);
        if (!patch.is_object()) {
            return std::nullopt;
        }
        json settings;
        human_support::for_each_field([&](auto const& field) {
            settings[std::string(field.json_name)] = record.settings.*field.member;
        });
        settings.merge_patch(patch);
        record.settings = defaults; // what the patch resets has its default
        return change(settings, record.settings, defaults) ? std::optional(written(record))
                                                           : std::nullopt;
    };
}

} // namespace benchmarks
