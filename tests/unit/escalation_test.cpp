// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/escalation.hpp>

#include "support/catch.hpp"

#include <optional>
#include <string>
#include <vector>

using namespace human_support;

namespace {

QuickReply const thanks{QuickReplyKind::positive_feedback, "Thanks"};
QuickReply const human{QuickReplyKind::request_human, "A human, please"};
QuickReply const prices{QuickReplyKind::suggestion, "Prices"};
QuickReply const hours{QuickReplyKind::suggestion, "Opening hours"};

std::vector<std::string> const suggestions{"Prices", "Opening hours"};
std::vector<std::string> const blank_texts{"", " ", "\t", "\n", "\r\n", " \t\r\n \n"};

/// Enabled, with texts that are not the defaults.
HumanSupportSettings enabled_settings() {
    HumanSupportSettings settings;
    settings.enable_human_support = true;
    settings.positive_feedback_prompt = thanks.text;
    settings.request_human_support_prompt = human.text;
    settings.human_support_confirmation_message = "Somebody will call you.\nGoodbye.";
    return settings;
}

} // namespace

TEST_CASE("Our buttons stand after the suggestions, alone, or not at all, as the settings say") {
    struct Row {
        bool enabled;
        bool shown;
        bool alone;
        std::vector<QuickReply> replies;
    };
    for (auto const& row : std::vector<Row>{
             {false, false, false, {prices, hours}},
             {false, false, true, {prices, hours}},
             {false, true, false, {prices, hours}},
             {false, true, true, {prices, hours}},
             {true, false, false, {prices, hours}},
             {true, false, true, {prices, hours}},
             {true, true, false, {prices, hours, thanks, human}},
             {true, true, true, {thanks, human}},
         }) {
        INFO("enabled " << row.enabled << ", shown " << row.shown << ", alone " << row.alone);
        auto settings = enabled_settings();
        settings.enable_human_support = row.enabled;
        settings.show_escalation_buttons_after_responses = row.shown;
        settings.replace_all_other_suggestions_with_escalation_buttons = row.alone;
        CHECK(quick_replies(&settings, {}, suggestions) == row.replies);

        auto ours = row.replies;
        std::erase_if(ours, [](auto const& r) { return r.kind == QuickReplyKind::suggestion; });
        CHECK(quick_replies(&settings, {}) == ours);
    }
}

TEST_CASE("Without settings there are no buttons but the suggestions") {
    CHECK(quick_replies(nullptr, enabled_settings(), suggestions) ==
          std::vector<QuickReply>{prices, hours});
    CHECK(quick_replies(nullptr, enabled_settings()).empty());
}

TEST_CASE("A suggestion stays a suggestion, whatever its text") {
    auto const settings = enabled_settings();
    CHECK(quick_replies(&settings, {}, std::vector<std::string>{human.text, ""}) ==
          std::vector<QuickReply>{{QuickReplyKind::suggestion, human.text},
                                  {QuickReplyKind::suggestion, ""},
                                  thanks,
                                  human});
}

TEST_CASE("A button whose text is blank gets the default's") {
    HumanSupportSettings defaults;
    defaults.positive_feedback_prompt = "Danke";
    defaults.request_human_support_prompt = "Mensch";
    QuickReply const default_thanks{QuickReplyKind::positive_feedback, "Danke"};
    QuickReply const default_human{QuickReplyKind::request_human, "Mensch"};
    for (auto const& blank : blank_texts) {
        auto settings = enabled_settings();
        settings.positive_feedback_prompt = blank;
        CHECK(quick_replies(&settings, defaults) == std::vector{default_thanks, human});

        settings = enabled_settings();
        settings.request_human_support_prompt = blank;
        CHECK(quick_replies(&settings, defaults) == std::vector{thanks, default_human});
    }
}

TEST_CASE("A text that is not blank is displayed as it is") {
    for (std::string const text : {".", " a ", "\n0", "é"}) {
        CHECK(text_to_display(text, "default") == text);
    }
}

TEST_CASE("Who gets the email when a human is asked for depends on the settings") {
    std::vector<std::string> const none;
    std::vector<std::string> const two{"a@example.com", "b@example.com"};
    struct Row {
        bool notify;
        std::vector<std::string> addresses;
        EmailAudience audience;
        std::vector<std::string> recipients;
    };
    for (auto const& row : std::vector<Row>{
             {false, none, EmailAudience::nobody, none},
             {false, two, EmailAudience::nobody, none},
             {true, none, EmailAudience::owner, none},
             {true, two, EmailAudience::recipients, two},
         }) {
        for (bool const shown : {false, true}) {
            for (bool const alone : {false, true}) {
                INFO("notify " << row.notify << ", " << row.addresses.size() << " addresses, shown "
                               << shown << ", alone " << alone);
                auto settings = enabled_settings();
                settings.lead_notification = row.notify;
                settings.lead_notification_email = row.addresses;
                settings.show_escalation_buttons_after_responses = shown;
                settings.replace_all_other_suggestions_with_escalation_buttons = alone;
                CHECK(request_human(&settings, {}) ==
                      HumanRequest{settings.human_support_confirmation_message, row.audience,
                                   row.recipients});

                settings.enable_human_support = false;
                CHECK(request_human(&settings, {}) == std::nullopt);
            }
        }
    }
}

TEST_CASE("Without settings a human cannot be asked for") {
    CHECK(request_human(nullptr, enabled_settings()) == std::nullopt);
}

TEST_CASE("A blank confirmation message is replaced by the default's") {
    HumanSupportSettings defaults;
    defaults.human_support_confirmation_message = "Danke";
    for (auto const& blank : blank_texts) {
        auto settings = enabled_settings();
        settings.human_support_confirmation_message = blank;
        CHECK(request_human(&settings, defaults).value().confirmation_message == "Danke");
    }
}
