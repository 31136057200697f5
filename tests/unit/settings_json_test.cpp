// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/settings_json.hpp>

#include "support/catch.hpp"
#include "support/random_settings.hpp"
#include "support/violation_lines.hpp"

#include <human_support/json_merge_patch.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace human_support;
namespace json = boost::json;

namespace {

/// The JSON merge patch that says the same as `patch`.
json::object to_merge_patch(SettingsPatch const& patch) {
    json::object changes;
    patch.for_each_action([&](auto const& field, PatchAction action, auto const& value) {
        switch (action) {
        case PatchAction::keep: break;
        case PatchAction::reset: changes.emplace(field.json_name, nullptr); break;
        case PatchAction::set: changes.emplace(field.json_name, json::value_from(value)); break;
        }
    });
    return changes;
}

/// Adds members that are no settings, of which a patch ignores all.
void add_other_members(json::object& object, Random& random) {
    if (random.coin()) {
        object.emplace("id", 7);
        object.emplace("revision", nullptr);
    }
    if (random.coin()) {
        object.emplace("colour", json::array{1, nullptr});
    }
}

} // namespace

TEST_CASE("Settings are written as an object with every field in the order of the table") {
    HumanSupportSettings settings;
    settings.positive_feedback_prompt = "Quoted \"yes\" \\ / \n é";
    settings.lead_notification_email = {"a@example.com", "b@example.com"};
    settings.human_support_confirmation_message = "";
    CHECK(json::serialize(to_json(settings)) ==
          R"({"enableHumanSupport":false,)"
          R"("replaceAllOtherSuggestionsWithEscalationButtons":false,)"
          R"("positiveFeedbackPrompt":"Quoted \"yes\" \\ / \n é",)"
          R"("requestHumanSupportPrompt":"Talk to a human",)"
          R"("humanSupportConfirmationMessage":"",)"
          R"("leadNotification":false,)"
          R"("leadNotificationEmail":["a@example.com","b@example.com"],)"
          R"("showEscalationButtonsAfterResponses":true})");
}

TEST_CASE("Settings are read as they were written") {
    Random random;
    INFO("seed " << random.seed());
    for (int i = 0; i < 10'000; ++i) {
        auto const settings = random.settings();
        auto const read = settings_from_json(to_json(settings), random.settings());
        REQUIRE(read.value() == settings);
    }
}

TEST_CASE("Absent members and nulls become the defaults, and others are ignored") {
    Random random;
    INFO("seed " << random.seed());
    auto const defaults = random.settings();
    CHECK(settings_from_json(json::object{}, defaults).value() == defaults);

    json::object nulls;
    for_each_field([&](auto const& field) { nulls.emplace(field.json_name, nullptr); });
    CHECK(settings_from_json(nulls, defaults).value() == defaults);

    json::object const others{{"id", 1}, {"colour", "red"}, {"ENABLEHUMANSUPPORT", 1}};
    CHECK(settings_from_json(others, defaults).value() == defaults);
}

TEST_CASE("Settings that are read are held to no limits") {
    HumanSupportSettings settings;
    settings.positive_feedback_prompt = std::string(100'000, 'x');
    settings.request_human_support_prompt = "\a";
    settings.lead_notification_email.assign(100, "no address");
    CHECK(settings_from_json(to_json(settings), {}).value() == settings);
}

TEST_CASE("Every wrong type among settings is reported") {
    auto const json = json::parse(
        R"({"enableHumanSupport":1,"positiveFeedbackPrompt":["x"],)"
        R"("leadNotificationEmail":["a@example.com",null,7],"leadNotification":"true"})");
    auto const error = settings_from_json(json, {}).error();
    CHECK(error.code() == Errc::invalid_settings);
    CHECK(violation_lines(error.violations()) ==
          std::vector<std::string>{
              "/enableHumanSupport: wrong_type", "/positiveFeedbackPrompt: wrong_type",
              "/leadNotification: wrong_type", "/leadNotificationEmail/1: wrong_type",
              "/leadNotificationEmail/2: wrong_type"});
}

TEST_CASE("Settings that are no object are a violation of the whole") {
    for (auto const* text : {"null", "true", "1", "\"text\"", "[]"}) {
        INFO(text);
        auto const error = settings_from_json(json::parse(text), {}).error();
        CHECK(error.code() == Errc::invalid_settings);
        CHECK(violation_lines(error.violations()) == std::vector<std::string>{": wrong_type"});
    }
}

TEST_CASE("A patch is read from the JSON merge patch that says the same") {
    Random random;
    INFO("seed " << random.seed());
    for (int i = 0; i < 10'000; ++i) {
        auto const patch = random.patch();
        REQUIRE(parse_patch(json::serialize(to_merge_patch(patch))).value().patch == patch);
    }
}

TEST_CASE("Applying a patch is the same as merging its JSON into that of the settings") {
    Random random;
    INFO("seed " << random.seed());
    for (int i = 0; i < 10'000; ++i) {
        auto const settings = random.settings();
        auto const defaults = random.settings();
        auto changes = to_merge_patch(random.patch());
        add_other_members(changes, random);
        auto const text = json::serialize(changes);
        INFO(text);
        auto const applied = parse_patch(text).value().patch.apply_to(settings, defaults);
        auto const merged = settings_from_json(merge_patch(to_json(settings), changes), defaults);
        REQUIRE(applied == merged.value());
    }
}
