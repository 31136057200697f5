// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// The input is the text of a record, such as an import reads it.
#include <human_support/detail/ascii.hpp>
#include <human_support/detail/uuid_text.hpp>
#include <human_support/settings_json.hpp>

#include "fuzz/fuzzer.hpp"
#include "fuzz/limits.hpp"
#include "fuzz/violations.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <string>

using namespace human_support;
namespace json = boost::json;

namespace {

json::object without_null_settings(json::object members) {
    for (auto const& setting : to_json(HumanSupportSettings{})) {
        auto const* value = members.if_contains(setting.key());
        if (value != nullptr && value->is_null()) {
            members.erase(setting.key());
        }
    }
    return members;
}

/// `text`, a time, with its T in upper case.
std::string with_upper_case_t(std::string text) {
    std::replace(text.begin(), text.end(), 't', 'T');
    return text;
}

void check_record(SettingsRecord const& record, json::object const& members) {
    auto const written = to_json(record);
    for (auto const name : {record_members::chatbot_id, record_members::account_id}) {
        require(written.at(name) == members.at(name), "names are read as they stand");
    }
    for (auto const name : {record_members::created_at, record_members::updated_at}) {
        auto const& text = members.at(name).as_string();
        bool const one_form = text.size() == written.at(name).as_string().size() &&
                              text.ends_with("Z") && text.find(":60") == text.npos;
        require(!one_form || with_upper_case_t(std::string(text)) == written.at(name).as_string(),
                "a time of the form that is written is read as it stands");
    }
    require(detail::to_uuid_text(record.id) ==
                detail::ascii_lower(members.at(record_members::id).as_string()),
            "the UUID is read as it stands, in either case");
    require(record.revision == no_revision, "the revision is ignored");
    auto const settings = settings_from_json(members, {});
    require(settings && *settings == record.settings, "settings are read alike without a record");

    // Blank defaults show whether the text lacks a setting.
    auto const text = json::serialize(written);
    auto const again =
        record_from_json(parse_json(text, {.body_bytes = text.size()}).value(), blank_settings());
    require(again && *again == record, "a record is read as it was written");
    require(json::serialize(to_json(*again)) == text, "a record is written as it was read");
}

} // namespace

void check_input(std::string_view input) {
    auto const json = parse_json(input);
    if (!json) {
        require(json.error().code() == Errc::invalid_json || json.error().code() == Errc::too_large,
                "text is no JSON or too large");
        return;
    }
    auto const record = record_from_json(*json, {});
    if (auto const* members = json->if_object()) {
        require(record_from_json(without_null_settings(*members), {}) == record,
                "a setting that is null is as good as absent");
    }
    if (record) {
        check_record(*record, json->as_object());
        return;
    }
    require(record.error().code() == Errc::invalid_settings, "a record's values are at fault");
    require(!record.error().violations().empty(), "a record is not refused without a reason");
    check_violations(record.error().violations(), *json);
}
