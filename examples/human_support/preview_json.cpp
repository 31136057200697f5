// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "preview.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value_from.hpp>

namespace program {

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
