// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/escalation.hpp>

#include "support/catch.hpp"

#include <human_support/result.hpp>
#include <human_support/settings_record.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace human_support;

namespace {

QuickReply const thanks{QuickReplyKind::positive_feedback, "Thanks"};
QuickReply const human{QuickReplyKind::request_human, "A human, please"};
QuickReply const prices{QuickReplyKind::suggestion, "Prices"};
QuickReply const hours{QuickReplyKind::suggestion, "Opening hours"};

std::vector<std::string> const suggestions{"Prices", "Opening hours"};
auto const not_requested = ConversationState::human_not_requested;
auto const requested = ConversationState::human_requested;
std::vector const states{not_requested, requested};
SettingsRecordPtr const no_record;
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

SettingsRecordPtr record_with(HumanSupportSettings settings) {
    return std::make_shared<SettingsRecord>(
        SettingsRecord{.id = {},
                       .chatbot_id = ChatbotId::parse("bot").value(),
                       .account_id = AccountId::parse("acme").value(),
                       .updated_by = "",
                       .settings = std::move(settings),
                       .created_at = {},
                       .updated_at = {}});
}

template <class... Arguments>
concept MakesReplies = requires(Arguments... arguments) {
    quick_replies(arguments...);
};

template <class... Arguments>
concept MakesRequest = requires(Arguments... arguments) {
    request_human(arguments...);
};

// A host cannot forget the conversation's state, nor take the suggestions or a bool for it.
using Texts = std::vector<std::string>;
static_assert(MakesReplies<SettingsRecordPtr, HumanSupportSettings, ConversationState, Texts>);
static_assert(MakesReplies<SettingsRecord const*, HumanSupportSettings, ConversationState>);
static_assert(!MakesReplies<Result<SettingsRecordPtr>, HumanSupportSettings, ConversationState>);
static_assert(!MakesReplies<SettingsRecordPtr, HumanSupportSettings>);
static_assert(!MakesReplies<SettingsRecordPtr, HumanSupportSettings, Texts>);
static_assert(!MakesReplies<SettingsRecordPtr, HumanSupportSettings, bool>);
static_assert(MakesRequest<SettingsRecordPtr, HumanSupportSettings, ConversationState>);
static_assert(!MakesRequest<SettingsRecordPtr, HumanSupportSettings>);
static_assert(!MakesRequest<SettingsRecordPtr, HumanSupportSettings, bool>);

} // namespace

TEST_CASE("The settings and the conversation's state decide which buttons are shown") {
    struct Row {
        bool enabled;
        bool shown;
        bool alone;
        std::vector<QuickReply> not_requested;
        std::vector<QuickReply> requested;
    };
    for (auto const& row : std::vector<Row>{
             {false, false, false, {prices, hours}, {prices, hours}},
             {false, false, true, {prices, hours}, {prices, hours}},
             {false, true, false, {prices, hours}, {prices, hours}},
             {false, true, true, {prices, hours}, {prices, hours}},
             {true, false, false, {prices, hours}, {prices, hours}},
             {true, false, true, {prices, hours}, {prices, hours}},
             {true, true, false, {prices, hours, thanks, human}, {prices, hours, thanks}},
             {true, true, true, {thanks, human}, {prices, hours, thanks}},
         }) {
        for (auto const state : states) {
            INFO("enabled " << row.enabled << ", shown " << row.shown << ", alone " << row.alone
                            << ", requested " << (state == requested));
            auto settings = enabled_settings();
            settings.enable_human_support = row.enabled;
            settings.show_escalation_buttons_after_responses = row.shown;
            settings.replace_all_other_suggestions_with_escalation_buttons = row.alone;
            auto const& replies = state == requested ? row.requested : row.not_requested;
            CHECK(quick_replies(&settings, {}, state, suggestions) == replies);

            auto ours = replies;
            std::erase_if(ours, [](auto const& r) { return r.kind == QuickReplyKind::suggestion; });
            CHECK(quick_replies(&settings, {}, state) == ours);
        }
    }
}

TEST_CASE("Without settings there are no buttons but the suggestions") {
    for (auto const state : states) {
        CHECK(quick_replies(nullptr, enabled_settings(), state, suggestions) ==
              std::vector<QuickReply>{prices, hours});
        CHECK(quick_replies(nullptr, enabled_settings(), state).empty());
        CHECK(quick_replies(no_record, enabled_settings(), state, suggestions) ==
              std::vector<QuickReply>{prices, hours});
    }
}

TEST_CASE("A record is as good as its settings") {
    auto settings = enabled_settings();
    settings.lead_notification = true;
    auto const record = record_with(settings);
    for (auto const state : states) {
        CHECK(quick_replies(record, {}, state, suggestions) ==
              quick_replies(&settings, {}, state, suggestions));
        CHECK(request_human(record, {}, state) == request_human(&settings, {}, state));
    }
}

TEST_CASE("A suggestion stays a suggestion, whatever its text") {
    auto const settings = enabled_settings();
    CHECK(quick_replies(&settings, {}, not_requested, std::vector<std::string>{human.text, ""}) ==
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
        CHECK(quick_replies(&settings, defaults, not_requested) ==
              std::vector{default_thanks, human});

        settings = enabled_settings();
        settings.request_human_support_prompt = blank;
        CHECK(quick_replies(&settings, defaults, not_requested) ==
              std::vector{thanks, default_human});
    }
}

TEST_CASE("A text that is not blank is displayed as it is") {
    for (std::string const text : {".", " a ", "\n0", "é"}) {
        CHECK(text_to_display(text, "default") == text);
    }
}

TEST_CASE("The settings and the conversation's state decide who gets the email") {
    std::vector<std::string> const none;
    std::vector<std::string> const two{"a@example.com", "b@example.com"};
    struct Row {
        bool enabled;
        bool notify;
        std::vector<std::string> addresses;
        std::optional<EmailAudience> not_requested; ///< none if the request is refused
        std::optional<EmailAudience> requested;
    };
    constexpr auto refused = std::nullopt;
    for (auto const& row : std::vector<Row>{
             {false, false, none, refused, refused},
             {false, false, two, refused, refused},
             {false, true, none, refused, refused},
             {false, true, two, refused, refused},
             {true, false, none, EmailAudience::nobody, EmailAudience::nobody},
             {true, false, two, EmailAudience::nobody, EmailAudience::nobody},
             {true, true, none, EmailAudience::owner, EmailAudience::nobody},
             {true, true, two, EmailAudience::recipients, EmailAudience::nobody},
         }) {
        for (auto const state : states) {
            for (bool const shown : {false, true}) {
                for (bool const alone : {false, true}) {
                    INFO("enabled " << row.enabled << ", notify " << row.notify << ", "
                                    << row.addresses.size() << " addresses, requested "
                                    << (state == requested) << ", shown " << shown << ", alone "
                                    << alone);
                    auto settings = enabled_settings();
                    settings.enable_human_support = row.enabled;
                    settings.lead_notification = row.notify;
                    settings.lead_notification_email = row.addresses;
                    settings.show_escalation_buttons_after_responses = shown;
                    settings.replace_all_other_suggestions_with_escalation_buttons = alone;

                    auto const audience = state == requested ? row.requested : row.not_requested;
                    auto const request = request_human(&settings, {}, state);
                    REQUIRE(request.has_value() == audience.has_value());
                    if (request) {
                        CHECK(*request ==
                              HumanRequest{settings.human_support_confirmation_message, *audience,
                                           audience == EmailAudience::recipients ? two : none});
                    }
                }
            }
        }
    }
}

TEST_CASE("Without settings a human cannot be asked for") {
    for (auto const state : states) {
        CHECK(request_human(nullptr, enabled_settings(), state) == std::nullopt);
        CHECK(request_human(no_record, enabled_settings(), state) == std::nullopt);
    }
}

TEST_CASE("A blank confirmation message is replaced by the default's") {
    HumanSupportSettings defaults;
    defaults.human_support_confirmation_message = "Danke";
    for (auto const& blank : blank_texts) {
        auto settings = enabled_settings();
        settings.human_support_confirmation_message = blank;
        for (auto const state : states) {
            CHECK(request_human(&settings, defaults, state).value().confirmation_message ==
                  "Danke");
        }
    }
}

TEST_CASE("The kinds of buttons and the audiences of emails have stable names") {
    CHECK(name(QuickReplyKind::positive_feedback) == "positive_feedback");
    CHECK(name(QuickReplyKind::request_human) == "request_human");
    CHECK(name(QuickReplyKind::suggestion) == "suggestion");
    CHECK(name(static_cast<QuickReplyKind>(-1)) == "unknown");
    CHECK(name(EmailAudience::nobody) == "nobody");
    CHECK(name(EmailAudience::owner) == "owner");
    CHECK(name(EmailAudience::recipients) == "recipients");
    CHECK(name(static_cast<EmailAudience>(-1)) == "unknown");
}
