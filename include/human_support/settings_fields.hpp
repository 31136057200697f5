// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/settings.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace human_support {

/// The kind of `Limits` (see `limits.hpp`) that a new value of a field must keep.
enum class FieldLimits {
    none,    ///< not a text: any value of the type is allowed
    prompt,  ///< one line of text, as on a button
    message, ///< text of several lines
    emails,  ///< a list of email addresses, the only kind of list there is
};

/// One setting: its member, its names and its limits.
template <class T>
struct Field {
    /// The setting's type.
    using Value = T;

    /// Makes a line of the table.
    constexpr Field(T HumanSupportSettings::*member_, std::string_view json_name_,
                    std::string_view storage_name_, FieldLimits limits_)
        : member(member_), json_name(json_name_), storage_name(storage_name_), limits(limits_) {}

    T HumanSupportSettings::*member; ///< the member that holds the value
    std::string_view json_name;      ///< the API's name; clients depend on it, so it never changes
    std::string_view
        storage_name;   ///< a column's name; stored files depend on it, so it never changes
    FieldLimits limits; ///< what a new value must keep
};

/// `Field{&HumanSupportSettings::…, …}` has the type of the member.
template <class T>
Field(T HumanSupportSettings::*, std::string_view, std::string_view, FieldLimits) -> Field<T>;

// clang-format off
/// Calls `visit(field)` with each `Field`, in the order in which the API lists them. This is the
/// one table of the settings: JSON, storage, patches, differences, validation and programs walk it,
/// and so should a host's own storage engine. What `visit` throws passes through.
///
/// A new setting is a member in `settings.hpp`, a line at the end here, and a migration in each
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

/// The number of settings.
inline constexpr std::size_t settings_field_count = [] {
    std::size_t count = 0;
    for_each_field([&count](auto const&) { ++count; });
    return count;
}();

/// Returns the index of the field of `member` in the table, from 0; `settings_field_count` if the
/// table has no such line.
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
