// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/settings.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace human_support {

/// What a quick reply stands for. A press is matched by kind and never by text, since the owner may
/// change the text at any time.
enum class QuickReplyKind {
    positive_feedback, ///< "that helped"
    request_human,     ///< asks for a human
    suggestion,        ///< one of the chatbot's own
};

/// A button below an answer.
struct QuickReply {
    QuickReplyKind kind; ///< what a press means; send it along with the text
    std::string text;    ///< what the visitor reads; UTF-8

    friend bool operator==(QuickReply const&, QuickReply const&) = default;
};

/// Who gets the email when a human is asked for.
enum class EmailAudience {
    nobody,     ///< no email
    owner,      ///< the host's own default recipient, the chatbot's owner
    recipients, ///< the addresses of the settings
};

/// What happens when a visitor asks for a human.
struct HumanRequest {
    std::string confirmation_message;               ///< what the visitor reads
    EmailAudience audience = EmailAudience::nobody; ///< who gets the email
    std::vector<std::string> recipients; ///< not empty only with `EmailAudience::recipients`

    friend bool operator==(HumanRequest const&, HumanRequest const&) = default;
};

/// `text`, or `default_text` where `text` is blank: empty, or only spaces, tabs and line breaks.
[[nodiscard]] inline std::string text_to_display(std::string_view text,
                                                 std::string_view default_text) {
    return std::string(text.find_first_not_of(" \t\r\n") == text.npos ? default_text : text);
}

/// The buttons after an answer.
///
/// `settings` is null where the chatbot has none, which means disabled. `suggestions` are the
/// chatbot's own; they come back in their order, in front of ours, unless ours replace them. A
/// button whose text is blank gets that of `defaults`. Thread-safe; the result owns its texts.
[[nodiscard]] inline std::vector<QuickReply>
quick_replies(HumanSupportSettings const* settings, HumanSupportSettings const& defaults,
              std::span<std::string const> suggestions = {}) {
    bool const shown = settings != nullptr && settings->enable_human_support &&
                       settings->show_escalation_buttons_after_responses;
    std::vector<QuickReply> replies;
    if (!shown || !settings->replace_all_other_suggestions_with_escalation_buttons) {
        for (std::string const& suggestion : suggestions) {
            replies.push_back({QuickReplyKind::suggestion, suggestion});
        }
    }
    if (shown) {
        replies.push_back({QuickReplyKind::positive_feedback,
                           text_to_display(settings->positive_feedback_prompt,
                                           defaults.positive_feedback_prompt)});
        replies.push_back({QuickReplyKind::request_human,
                           text_to_display(settings->request_human_support_prompt,
                                           defaults.request_human_support_prompt)});
    }
    return replies;
}

/// What to do when a visitor asks for a human, by the button or in words; none where that is
/// refused, because there are no settings (`settings` is null) or human support is disabled.
///
/// A blank confirmation message is replaced by that of `defaults`. Thread-safe; the result owns its
/// texts.
[[nodiscard]] inline std::optional<HumanRequest>
request_human(HumanSupportSettings const* settings, HumanSupportSettings const& defaults) {
    if (settings == nullptr || !settings->enable_human_support) {
        return std::nullopt;
    }
    HumanRequest request;
    request.confirmation_message = text_to_display(settings->human_support_confirmation_message,
                                                   defaults.human_support_confirmation_message);
    if (settings->lead_notification) {
        request.recipients = settings->lead_notification_email;
        request.audience =
            request.recipients.empty() ? EmailAudience::owner : EmailAudience::recipients;
    }
    return request;
}

} // namespace human_support
