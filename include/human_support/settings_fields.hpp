// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/settings.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace human_support {

/// Which of the `Limits` (see `validation.hpp`) a field's value must keep to.
enum class FieldLimits {
    none,    ///< no text, so any value of the type
    prompt,  ///< one line of text, as on a button
    message, ///< text of several lines
    emails,  ///< a list of email addresses, the only kind of list there is
};

/// One setting: where it is kept and what it is called.
template <class T>
struct Field {
    /// The setting's type.
    using Value = T;

    /// A line of the table.
    constexpr Field(T HumanSupportSettings::*member_, std::string_view json_name_,
                    std::string_view storage_name_, FieldLimits limits_)
        : member(member_), json_name(json_name_), storage_name(storage_name_), limits(limits_) {}

    T HumanSupportSettings::*member; ///< where the value is
    std::string_view json_name;      ///< the API's name; clients depend on it, so it never changes
    std::string_view
        storage_name;   ///< a column's name; stored files depend on it, so it never changes
    FieldLimits limits; ///< what a new value must keep to
};

// clang-format off
/// The one table of the settings: calls `visit(field)` with each `Field`, in the order in which the
/// API lists them. JSON, storage, patches, differences, validation and programs walk it, and so
/// should a host's own storage engine.
///
/// To add a setting: a member in `settings.hpp`, a line at the end here, and a migration in each
/// engine. Stored files depend on the order.
template <class Visitor>
constexpr void for_each_field(Visitor&& visit) {
    visit(Field{&HumanSupportSettings::enable_human_support, "enableHumanSupport", "enable_human_support", FieldLimits::none});
    visit(Field{&HumanSupportSettings::replace_all_other_suggestions_with_escalation_buttons, "replaceAllOtherSuggestionsWithEscalationButtons", "replace_all_other_suggestions_with_escalation_buttons", FieldLimits::none});
    visit(Field{&HumanSupportSettings::positive_feedback_prompt, "positiveFeedbackPrompt", "positive_feedback_prompt", FieldLimits::prompt});
    visit(Field{&HumanSupportSettings::request_human_support_prompt, "requestHumanSupportPrompt", "request_human_support_prompt", FieldLimits::prompt});
    visit(Field{&HumanSupportSettings::human_support_confirmation_message, "humanSupportConfirmationMessage", "human_support_confirmation_message", FieldLimits::message});
    visit(Field{&HumanSupportSettings::lead_notification, "leadNotification", "lead_notification", FieldLimits::none});
    visit(Field{&HumanSupportSettings::lead_notification_email, "leadNotificationEmail", "lead_notification_email", FieldLimits::emails});
    visit(Field{&HumanSupportSettings::show_escalation_buttons_after_responses, "showEscalationButtonsAfterResponses", "show_escalation_buttons_after_responses", FieldLimits::none});
}
// clang-format on

/// How many settings there are.
inline constexpr std::size_t settings_field_count = [] {
    std::size_t count = 0;
    for_each_field([&count](auto const&) { ++count; });
    return count;
}();

/// Where the field of `member` stands in the table, from 0.
template <class T>
constexpr std::size_t field_index(T HumanSupportSettings::*member) {
    std::size_t index = 0;
    bool found = false;
    for_each_field([&](auto const& field) {
        if constexpr (std::is_same_v<decltype(field.member), T HumanSupportSettings::*>) {
            found = found || field.member == member;
        }
        index += found ? 0 : 1;
    });
    return index;
}

} // namespace human_support
