// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// The input is the text of a patch.
#include <human_support/json_merge_patch.hpp>
#include <human_support/settings_json.hpp>

#include "fuzz/fuzzer.hpp"
#include "fuzz/limits.hpp"
#include "fuzz/violations.hpp"
#include "support/sample_record.hpp"
#include "support/tree_patch.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>

#include <algorithm>
#include <string>

using namespace human_support;
namespace json = boost::json;

namespace {

/// Settings that differ from the defaults in every field.
HumanSupportSettings const before{.enable_human_support = true,
                                  .replace_all_other_suggestions_with_escalation_buttons = true,
                                  .positive_feedback_prompt = "before",
                                  .request_human_support_prompt = "",
                                  .human_support_confirmation_message = "two\nlines",
                                  .lead_notification = true,
                                  .lead_notification_email = {"before@example.com"},
                                  .show_escalation_buttons_after_responses = false};
HumanSupportSettings const defaults;

/// The patch as the JSON that says the same.
json::object to_json(SettingsPatch const& patch) {
    json::object body;
    patch.for_each_action([&](auto const& field, PatchAction action, auto const& value) {
        switch (action) {
        case PatchAction::keep: break;
        case PatchAction::reset: body[field.json_name] = nullptr; break;
        case PatchAction::set: body[field.json_name] = json::value_from(value); break;
        }
    });
    return body;
}

void check_refusal(std::string_view text, Error const& error) {
    auto const json = parse_json(text, small_limits);
    if (!json) {
        require(error == json.error(), "text that is no JSON is refused as such");
        require((error.code() == Errc::too_large) == (text.size() > small_limits.body_bytes),
                "text is too large if it is over the limit");
        require(error.violations().empty(), "text that is no JSON has no violations");
    } else {
        require(!json->is_object(), "an object is read");
        require(error.code() == Errc::invalid_settings && error.violations().size() == 1,
                "a body that is no object is one violation");
        check_violations(error.violations(), *json);
    }
}

void check_unknown_members(std::string_view text, ParsedPatch const& parsed,
                           json::object const& body) {
    auto const& names = parsed.unknown_members;
    static auto const known = human_support::to_json(sample_record("bot"));
    auto const is_unknown = [](auto const& member) { return !known.contains(member.key()); };
    require(std::count_if(body.begin(), body.end(), is_unknown) ==
                static_cast<std::ptrdiff_t>(names.size()),
            "each unknown member is reported once");
    auto expected = parsed.patch;
    for (auto const& name : names) {
        require(body.contains(name), "an unknown member is one of the body");
        expected.reject({detail::json_pointer(name), ViolationCode::unknown_member,
                         "There is no setting with this name."});
    }
    auto const strict = parse_patch(text, small_limits, UnknownMembers::reject);
    require(strict && strict->patch == expected, "refusing unknown members adds just these");
    check_violations(strict->patch.violations(), body);
}

void check_laws(SettingsPatch const& patch, json::object const& body) {
    auto const once = patch.apply_to(before, defaults);
    require(patch.apply_to(once, defaults) == once, "applying twice equals once");
    auto const merged = settings_from_json(merge_patch(to_json(before), body), defaults);
    require(merged && *merged == once, "a patch does what the JSON merge patch does");
    require(diff(before, once).apply_to(before, defaults) == once,
            "the difference leads from one to the other");

    auto const patch_again = parse_patch(json::serialize(to_json(patch)));
    require(patch_again && patch_again->patch == patch, "a patch is read as it was written");
    auto const settings_text = json::serialize(human_support::to_json(once));
    auto const settings_again = settings_from_json(parse_json(settings_text).value(), {});
    require(settings_again && *settings_again == once, "settings are read as they were written");
}

void check_validation(SettingsPatch const& patch, json::object const& body) {
    auto const violations = validate(patch, nullptr, small_limits);
    check_violations(violations, body);
    auto const blank = blank_settings();
    auto const set = patch.apply_to(blank, blank);
    require(violations.empty() == is_within(set, small_limits),
            "a patch is valid if what it sets is within the limits");
    require(validate(patch, &set, small_limits).empty(), "what is stored already always passes");
}

} // namespace

void check_input(std::string_view input) {
    require(tree_patch::agrees_with_parse_patch(input, small_limits),
            "a patch is read as by way of a tree");
    auto const parsed = parse_patch(input, small_limits);
    if (!parsed) {
        check_refusal(input, parsed.error());
        return;
    }
    auto const body =
        input.empty() ? json::object() : parse_json(input, small_limits).value().as_object();
    check_unknown_members(input, *parsed, body);
    check_violations(parsed->patch.violations(), body);
    if (parsed->patch.violations().empty()) {
        check_laws(parsed->patch, body);
        check_validation(parsed->patch, body);
    }
}
