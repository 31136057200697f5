// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <string>
#include <vector>

namespace human_support {

/// What a chatbot's owner decides about human support.
///
/// A default-constructed value holds the library's own defaults. Every text is UTF-8. A blank text
/// is a valid value: it is stored and returned as it is, and whatever displays it uses the default
/// text instead (see `escalation.hpp`). A plain value: copies are independent, and threads follow
/// the rules of the standard containers.
///
/// A new setting is one member here and one line in `settings_fields.hpp`.
struct HumanSupportSettings {
    /// Visitors may ask for a human at all. While false, nothing below shows.
    bool enable_human_support = false;

    /// The escalation buttons stand alone instead of beside the chatbot's other suggestions. Counts
    /// only while both are shown, and so no longer once a human was asked for.
    bool replace_all_other_suggestions_with_escalation_buttons = false;

    /// The button that says "that helped".
    std::string positive_feedback_prompt = "That helped, thanks";

    /// The button that asks for a human.
    std::string request_human_support_prompt = "Talk to a human";

    /// What the visitor reads once a human is asked for. The only text that may span lines.
    std::string human_support_confirmation_message =
        "Thank you. We have told our team, and a human will get back to you as soon as possible.";

    /// Send an email when a human is asked for.
    bool lead_notification = false;

    /// To whom that email goes. Empty means the host's own default recipient, the chatbot's owner.
    std::vector<std::string> lead_notification_email;

    /// Show the two buttons after each answer. While false, a human can still be asked for in
    /// words.
    bool show_escalation_buttons_after_responses = true;

    friend bool operator==(HumanSupportSettings const&, HumanSupportSettings const&) = default;
};

} // namespace human_support
