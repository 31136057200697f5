// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/settings_fields.hpp>

#include "support/catch.hpp"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace human_support;

namespace {

struct AnyValue {
    template <class T>
    operator T() const; // NOLINT(google-explicit-constructor)
};

/// Whether `Aggregate` can be made of as many values as there are indexes, so that it has at least
/// as many members.
template <class Aggregate, std::size_t... index>
constexpr bool takes_values(std::index_sequence<index...>) {
    return requires { Aggregate{(static_cast<void>(index), AnyValue{})...}; };
}

template <class Aggregate, std::size_t count>
constexpr bool has_members = takes_values<Aggregate>(std::make_index_sequence<count>{}) &&
                             !takes_values<Aggregate>(std::make_index_sequence<count + 1>{});

std::string snake_case(std::string_view camel_case) {
    std::string text;
    for (char const c : camel_case) {
        bool const upper = c >= 'A' && c <= 'Z';
        text += upper ? std::string{'_', static_cast<char>(c - 'A' + 'a')} : std::string{c};
    }
    return text;
}

} // namespace

TEST_CASE("Every member of the settings stands in the table exactly once") {
    STATIC_REQUIRE(has_members<HumanSupportSettings, settings_field_count>);

    HumanSupportSettings const settings;
    std::set<void const*> members;
    for_each_field([&](auto const& field) { members.insert(&(settings.*field.member)); });
    CHECK(members.size() == settings_field_count);
}

TEST_CASE("The table has the names of the API in the order of the API") {
    std::vector<std::string_view> names;
    for_each_field([&](auto const& field) { names.push_back(field.json_name); });
    CHECK(names == std::vector<std::string_view>{
                       "enableHumanSupport", "replaceAllOtherSuggestionsWithEscalationButtons",
                       "positiveFeedbackPrompt", "requestHumanSupportPrompt",
                       "humanSupportConfirmationMessage", "leadNotification",
                       "leadNotificationEmail", "showEscalationButtonsAfterResponses"});
}

TEST_CASE("A field is found by its member at its place in the table") {
    std::size_t place = 0;
    for_each_field([&](auto const& field) { CHECK(field_index(field.member) == place++); });
    STATIC_REQUIRE(field_index(&HumanSupportSettings::enable_human_support) == 0);
}

TEST_CASE("No two fields share a name") {
    std::set<std::string_view> json_names;
    std::set<std::string_view> storage_names;
    for_each_field([&](auto const& field) {
        json_names.insert(field.json_name);
        storage_names.insert(field.storage_name);
    });
    CHECK(json_names.size() == settings_field_count);
    CHECK(storage_names.size() == settings_field_count);
}

TEST_CASE("A field's storage name is its JSON name in snake case") {
    for_each_field(
        [](auto const& field) { CHECK(field.storage_name == snake_case(field.json_name)); });
}

TEST_CASE("A field's JSON name belongs to the member of that name") {
    HumanSupportSettings const settings;
    auto const is_at = [&](std::string_view json_name, void const* member) {
        bool found = false;
        for_each_field([&](auto const& field) {
            found = found || (field.json_name == json_name && &(settings.*field.member) == member);
        });
        return found;
    };
    CHECK(is_at("enableHumanSupport", &settings.enable_human_support));
    CHECK(is_at("replaceAllOtherSuggestionsWithEscalationButtons",
                &settings.replace_all_other_suggestions_with_escalation_buttons));
    CHECK(is_at("positiveFeedbackPrompt", &settings.positive_feedback_prompt));
    CHECK(is_at("requestHumanSupportPrompt", &settings.request_human_support_prompt));
    CHECK(is_at("humanSupportConfirmationMessage", &settings.human_support_confirmation_message));
    CHECK(is_at("leadNotification", &settings.lead_notification));
    CHECK(is_at("leadNotificationEmail", &settings.lead_notification_email));
    CHECK(is_at("showEscalationButtonsAfterResponses",
                &settings.show_escalation_buttons_after_responses));
}
