// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/settings.hpp>

#include <concepts>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace human_support {

/// Whether the visitor of a conversation has asked for a human. Only the host knows: it keeps this
/// with the conversation, and passes it to each function below.
///
/// A conversation begins with `human_not_requested`. Once `request_human` returns a request, the
/// host changes it to `human_requested`. How long that counts is the host's to decide, such as
/// until the conversation ends.
enum class ConversationState {
    human_not_requested, ///< the visitor has not asked
    human_requested,     ///< the visitor has asked, and a human was promised
};

/// What a quick reply stands for. A press is matched by kind and never by text, since the owner may
/// change the text at any time.
enum class QuickReplyKind {
    positive_feedback, ///< "that helped"
    request_human,     ///< asks for a human
    suggestion,        ///< one of the chatbot's own
};

/// Returns the stable name of `kind` for a client, such as `"request_human"`; `"unknown"` for a
/// number without a kind.
[[nodiscard]] constexpr std::string_view name(QuickReplyKind kind) noexcept {
    switch (kind) {
    case QuickReplyKind::positive_feedback: return "positive_feedback";
    case QuickReplyKind::request_human: return "request_human";
    case QuickReplyKind::suggestion: return "suggestion";
    }
    return "unknown";
}

/// A button below an answer.
struct QuickReply {
    QuickReplyKind kind; ///< what a press means; send it along with the text
    std::string text;    ///< what the visitor reads; UTF-8

    friend bool operator==(QuickReply const&, QuickReply const&) = default;
};

/// Who gets the email when a human is asked for.
enum class EmailAudience {
    nobody,     ///< no email: the owner wants none, or the request is a repeated one
    owner,      ///< the host's own default recipient, the chatbot's owner
    recipients, ///< the addresses of the settings
};

/// Returns the stable name of `audience` for a client, such as `"owner"`; `"unknown"` for a number
/// without an audience.
[[nodiscard]] constexpr std::string_view name(EmailAudience audience) noexcept {
    switch (audience) {
    case EmailAudience::nobody: return "nobody";
    case EmailAudience::owner: return "owner";
    case EmailAudience::recipients: return "recipients";
    }
    return "unknown";
}

/// What happens when a visitor asks for a human.
struct HumanRequest {
    std::string confirmation_message;               ///< what the visitor reads; UTF-8
    EmailAudience audience = EmailAudience::nobody; ///< who gets the email
    std::vector<std::string> recipients; ///< not empty only with `EmailAudience::recipients`

    friend bool operator==(HumanRequest const&, HumanRequest const&) = default;
};

/// What points to a record, or is null: a `SettingsRecordPtr`, as `SettingsService` and
/// `SettingsRepository` give it, or a plain pointer.
template <class T>
concept PointerToRecord = requires(T const& pointer) {
    static_cast<bool>(pointer);
    { pointer->settings } -> std::convertible_to<HumanSupportSettings const&>;
};

/// Returns `text`, or `default_text` if `text` is blank: empty, or only spaces, tabs and line
/// breaks. Thread-safe; throws only `std::bad_alloc`.
[[nodiscard]] inline std::string text_to_display(std::string_view text,
                                                 std::string_view default_text) {
    return std::string(text.find_first_not_of(" \t\r\n") == text.npos ? default_text : text);
}

/// Returns the buttons to show after an answer.
///
/// `settings` is null if the chatbot has none, which means disabled. `suggestions` are the
/// chatbot's own; they come back in their order, in front of ours, unless ours replace them. A
/// button whose text is blank gets that of `defaults`.
///
/// Once a human was asked for, the button that asks is gone. The one that says "that helped" stays,
/// since the chatbot goes on answering. It never stands alone in place of the suggestions: these
/// make room for the choice between the two buttons, and the visitor has made it. One who waits
/// could otherwise press nothing but "that helped".
///
/// Thread-safe; throws only `std::bad_alloc`. Reads no storage: it copies a few texts, which the
/// result owns.
[[nodiscard]] inline std::vector<QuickReply>
quick_replies(HumanSupportSettings const* settings, HumanSupportSettings const& defaults,
              ConversationState state, std::span<std::string const> suggestions = {}) {
    bool const feedback_shown = settings != nullptr && settings->enable_human_support &&
                                settings->show_escalation_buttons_after_responses;
    bool const request_shown = feedback_shown && state != ConversationState::human_requested;
    std::vector<QuickReply> replies;
    if (!request_shown || !settings->replace_all_other_suggestions_with_escalation_buttons) {
        for (std::string const& suggestion : suggestions) {
            replies.push_back({QuickReplyKind::suggestion, suggestion});
        }
    }
    if (feedback_shown) {
        replies.push_back({QuickReplyKind::positive_feedback,
                           text_to_display(settings->positive_feedback_prompt,
                                           defaults.positive_feedback_prompt)});
    }
    if (request_shown) {
        replies.push_back({QuickReplyKind::request_human,
                           text_to_display(settings->request_human_support_prompt,
                                           defaults.request_human_support_prompt)});
    }
    return replies;
}

/// Does the same with the settings of `record`. Null means that the chatbot has none.
[[nodiscard]] std::vector<QuickReply> quick_replies(PointerToRecord auto const& record,
                                                    HumanSupportSettings const& defaults,
                                                    ConversationState state,
                                                    std::span<std::string const> suggestions = {}) {
    return quick_replies(record ? &record->settings : nullptr, defaults, state, suggestions);
}

/// Returns what to do when a visitor asks for a human, by the button or in words, with or without
/// a message. Returns none if that is refused: there are no settings (`settings` is null), or human
/// support is disabled. Then a repeated request is refused too, since its confirmation would
/// promise a human.
///
/// A repeated request, which is one with `ConversationState::human_requested`, is confirmed like
/// the first, and nobody gets an email. A blank confirmation message is replaced by that of
/// `defaults`.
///
/// Sends nothing and remembers nothing. A visitor who presses twice may send two requests at once:
/// change the state in one step, as under a lock, and let only the request that changed it send the
/// email.
///
/// Thread-safe; throws only `std::bad_alloc`. Reads no storage: it copies a few texts, which the
/// result owns.
[[nodiscard]] inline std::optional<HumanRequest> request_human(HumanSupportSettings const* settings,
                                                               HumanSupportSettings const& defaults,
                                                               ConversationState state) {
    if (settings == nullptr || !settings->enable_human_support) {
        return std::nullopt;
    }
    HumanRequest request;
    request.confirmation_message = text_to_display(settings->human_support_confirmation_message,
                                                   defaults.human_support_confirmation_message);
    if (settings->lead_notification && state != ConversationState::human_requested) {
        request.recipients = settings->lead_notification_email;
        request.audience =
            request.recipients.empty() ? EmailAudience::owner : EmailAudience::recipients;
    }
    return request;
}

/// Does the same with the settings of `record`. Null means that the chatbot has none.
[[nodiscard]] std::optional<HumanRequest> request_human(PointerToRecord auto const& record,
                                                        HumanSupportSettings const& defaults,
                                                        ConversationState state) {
    return request_human(record ? &record->settings : nullptr, defaults, state);
}

} // namespace human_support
