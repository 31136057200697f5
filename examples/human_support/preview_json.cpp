// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "preview.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value_from.hpp>

#include <string_view>

namespace program {

namespace {

std::string_view name(human_support::QuickReplyKind kind) {
    using human_support::QuickReplyKind;
    switch (kind) {
    case QuickReplyKind::positive_feedback: return "positive_feedback";
    case QuickReplyKind::request_human: return "request_human";
    case QuickReplyKind::suggestion: return "suggestion";
    }
    return "unknown";
}

std::string_view name(human_support::EmailAudience audience) {
    using human_support::EmailAudience;
    switch (audience) {
    case EmailAudience::nobody: return "nobody";
    case EmailAudience::owner: return "owner";
    case EmailAudience::recipients: return "recipients";
    }
    return "unknown";
}

} // namespace

boost::json::object to_json(Preview const& preview) {
    boost::json::array replies;
    for (auto const& reply : preview.quick_replies) {
        replies.push_back(boost::json::object{{"kind", name(reply.kind)}, {"text", reply.text}});
    }
    boost::json::value request;
    if (preview.human_request) {
        request = {{"confirmationMessage", preview.human_request->confirmation_message},
                   {"emailAudience", name(preview.human_request->audience)},
                   {"emailRecipients", boost::json::value_from(preview.human_request->recipients)}};
    }
    return {{"chatbotId", preview.chatbot_id},
            {"quickReplies", std::move(replies)},
            {"humanRequest", std::move(request)}};
}

} // namespace program
