// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/language.hpp>

#include <string>
#include <vector>

namespace human_support {

/// The human support settings of a chatbot: what its owner decides.
///
/// A default-constructed value holds the library's own defaults. Every text is UTF-8. A blank text
/// is a valid value: it is stored and returned as it is, and the default text is displayed instead
/// (see `escalation.hpp`). The sizes of new values are limited (see `limits.hpp`). A plain value:
/// copies are independent, and threads follow the rules of the standard containers.
///
/// A new setting is one member here and one line in `settings_fields.hpp`.
struct HumanSupportSettings {
    /// Visitors may ask for a human. If false, nothing below has an effect.
    bool enable_human_support = false;

    /// The two escalation buttons are shown alone, without the chatbot's other suggestions. Has an
    /// effect only if the buttons are shown.
    bool replace_all_other_suggestions_with_escalation_buttons = false;

    /// The text of the button that says "that helped". One line.
    std::string positive_feedback_prompt = "That helped, thanks";

    /// The text of the button that asks for a human. One line.
    std::string request_human_support_prompt = "Talk to a human";

    /// What the visitor reads after asking for a human. The only text that may have several lines.
    std::string human_support_confirmation_message =
        "Thank you. A human will get back to you as soon as possible.";

    /// Send an email when a human is asked for.
    bool lead_notification = false;

    /// The addresses that get this email. If empty, it goes to the host's own default recipient,
    /// the chatbot's owner.
    std::vector<std::string> lead_notification_email;

    /// Show the two buttons after each answer. If false, visitors can still ask for a human in
    /// words.
    bool show_escalation_buttons_after_responses = true;

    friend bool operator==(HumanSupportSettings const&, HumanSupportSettings const&) = default;
};

} // namespace human_support
