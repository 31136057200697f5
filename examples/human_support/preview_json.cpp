// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "preview.hpp"

#include <human_support/quick_reply_json.hpp>

#include <boost/json/value_from.hpp>

namespace program {

boost::json::object to_json(Preview const& preview) {
    boost::json::value request;
    if (preview.human_request) {
        request = {{"confirmationMessage", preview.human_request->confirmation_message},
                   {"emailAudience", name(preview.human_request->audience)},
                   {"emailRecipients", boost::json::value_from(preview.human_request->recipients)}};
    }
    return {{"chatbotId", preview.chatbot_id},
            {"quickReplies", human_support::to_json(preview.quick_replies)},
            {"humanRequest", std::move(request)}};
}

} // namespace program
