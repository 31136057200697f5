// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/escalation.hpp>

#include <boost/json/object.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace program {

/// What a visitor of a chatbot sees.
struct Preview {
    std::string chatbot_id;
    human_support::ConversationState state;
    std::vector<human_support::QuickReply> quick_replies;     ///< after an answer
    std::optional<human_support::HumanRequest> human_request; ///< none if it is refused
};

[[nodiscard]] boost::json::object to_json(Preview const& preview);

/// How a preview is drawn.
struct DrawingStyle {
    std::size_t columns;
    bool colours;
};

/// Returns the lines of a drawing of `preview`.
[[nodiscard]] std::vector<std::string> draw(Preview const& preview, DrawingStyle style);

} // namespace program
