// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "commands.hpp"
#include "json_text.hpp"
#include "output.hpp"
#include "preview.hpp"
#include "session.hpp"
#include "terminal.hpp"
#include "utf8.hpp"

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace program {

namespace {

using human_support::ConversationState;

/// See https://no-color.org.
bool colours_wanted() {
    auto const variable = [](char const* name) -> std::string_view {
        auto const* value = std::getenv(name);
        return value != nullptr ? value : "";
    };
    return is_terminal(OutputStream::output) && variable("NO_COLOR").empty() &&
           variable("TERM") != "dumb";
}

} // namespace

ExitCode run_preview(Arguments const& arguments) {
    constexpr std::size_t widest_drawing = 76; // a chat window is no wider on a large terminal
    if (!std::ranges::all_of(arguments.suggestions, is_utf8)) {
        throw Failure({human_support::Errc::invalid_argument, "A suggestion must be UTF-8 text."});
    }
    auto const chatbot_id = require(human_support::ChatbotId::parse(arguments.chatbot_id));
    Session session(arguments, Use::read);
    auto const record = require(session.service().find(session.caller(), chatbot_id));
    auto const defaults = session.service().defaults(chatbot_id);
    auto const state = arguments.human_requested ? ConversationState::human_requested
                                                 : ConversationState::human_not_requested;
    Preview const preview{
        chatbot_id.str(),
        state,
        human_support::quick_replies(record, defaults, state, arguments.suggestions),
        human_support::request_human(record, defaults, state),
    };
    if (arguments.json) {
        print_answer(to_json(preview));
    } else {
        auto const columns = std::min(terminal_columns(), widest_drawing);
        for (auto const& line : draw(preview, {columns, colours_wanted()})) {
            print_line(line);
        }
    }
    if (!record) {
        say("There are no settings for this chatbot, so human support is disabled.");
        if (auto const sentence = session.other_owner(chatbot_id)) {
            say(*sentence);
        }
    }
    return ExitCode::done;
}

} // namespace program
