// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/settings.hpp>

#include "support/catch.hpp"

using human_support::HumanSupportSettings;

TEST_CASE("Settings are disabled, unreplaced and shown until somebody decides otherwise") {
    HumanSupportSettings const settings;
    CHECK_FALSE(settings.enable_human_support);
    CHECK_FALSE(settings.replace_all_other_suggestions_with_escalation_buttons);
    CHECK_FALSE(settings.lead_notification);
    CHECK(settings.lead_notification_email.empty());
    CHECK(settings.show_escalation_buttons_after_responses);
}

TEST_CASE("Every default text says something, and the two buttons differ") {
    HumanSupportSettings const settings;
    CHECK_FALSE(settings.positive_feedback_prompt.empty());
    CHECK_FALSE(settings.request_human_support_prompt.empty());
    CHECK_FALSE(settings.human_support_confirmation_message.empty());
    CHECK(settings.positive_feedback_prompt != settings.request_human_support_prompt);
}
