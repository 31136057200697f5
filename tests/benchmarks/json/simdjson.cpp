// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// Is compiled twice: BY_SIMDJSON is the name that its function gets.
#include "respond.hpp"

#include <human_support/settings_fields.hpp>

#include <simdjson.h>

#include <memory>
#include <utility>
#include <vector>

namespace benchmarks {

namespace {

using human_support::HumanSupportSettings;
using simdjson::ondemand::json_type;

bool read(simdjson::ondemand::value json, bool& value) {
    return json.get_bool().get(value) == simdjson::SUCCESS;
}

bool read(simdjson::ondemand::value json, std::string& value) {
    std::string_view text;
    bool const is_text = json.get_string().get(text) == simdjson::SUCCESS;
    value = text;
    return is_text;
}

bool read(simdjson::ondemand::value json, std::vector<std::string>& value) {
    simdjson::ondemand::array array;
    if (json.get_array().get(array) != simdjson::SUCCESS) {
        return false;
    }
    value.clear();
    value.reserve(8); // enough for most
    for (auto element : array) {
        std::string_view text;
        if (element.get_string().get(text) != simdjson::SUCCESS) {
            return false;
        }
        value.emplace_back(text);
    }
    return true;
}

/// Changes the setting `name`, if there is one.
bool change(std::string_view name, simdjson::ondemand::value json, HumanSupportSettings& settings,
            HumanSupportSettings const& defaults) {
    bool is_right = true;
    human_support::for_each_field([&](auto const& field) {
        if (field.json_name != name) {
            return;
        }
        json_type type{};
        is_right = json.type().get(type) == simdjson::SUCCESS;
        if (is_right && type == json_type::null) {
            settings.*field.member = defaults.*field.member;
        } else {
            is_right = is_right && read(json, settings.*field.member);
        }
    });
    return is_right;
}

/// Keeps its memory from one body to the next.
class Reader {
public:
    bool change_as(std::string_view body, HumanSupportSettings& settings) {
        text_.reserve(body.size() + simdjson::SIMDJSON_PADDING);
        text_ = body;
        simdjson::ondemand::document document;
        simdjson::ondemand::object members;
        if (parser_.iterate(text_.data(), text_.size(), text_.capacity()).get(document) !=
                simdjson::SUCCESS ||
            document.get_object().get(members) != simdjson::SUCCESS) {
            return false;
        }
        for (auto member : members) {
            std::string_view name;
            simdjson::ondemand::value json;
            if (member.unescaped_key().get(name) != simdjson::SUCCESS ||
                member.value().get(json) != simdjson::SUCCESS ||
                !change(name, json, settings, defaults_)) {
                return false;
            }
        }
        char const* rest = nullptr; // there must be none
        return document.current_location().get(rest) == simdjson::OUT_OF_BOUNDS;
    }

private:
    HumanSupportSettings const defaults_;
    std::string text_; ///< simdjson reads some bytes beyond the end
    simdjson::ondemand::parser parser_;
};

} // namespace

Respond BY_SIMDJSON() {
    return [reader = std::make_shared<Reader>()](std::string_view body,
                                                 human_support::SettingsRecord record) {
        return reader->change_as(body, record.settings) ? std::optional(response_text(record))
                                                        : std::nullopt;
    };
}

} // namespace benchmarks
