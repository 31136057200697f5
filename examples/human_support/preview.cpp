// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "preview.hpp"

#include "terminal_text.hpp"
#include "text_box.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>

namespace program {

namespace {

using human_support::ConversationState;
using human_support::EmailAudience;
using human_support::QuickReply;
using human_support::QuickReplyKind;

constexpr std::string_view indent = "  ";

class Drawing {
public:
    explicit Drawing(DrawingStyle style)
        : columns_(style.columns - std::min(style.columns, indent.size())),
          colours_(style.colours) {}

    void heading(std::string_view text) {
        if (!lines_.empty()) {
            lines_.emplace_back();
        }
        lines_.push_back(painted(text, Paint::bold, colours_));
    }

    void note(std::string_view text) {
        for (auto const& line : wrap(text, columns_)) {
            add(painted(line, Paint::faint, colours_));
        }
    }

    void chatbot_says(std::string_view text) { add_all(bubble(text).lines, 0); }

    void visitor_says(std::string_view text) {
        auto const box = bubble(text);
        add_all(box.lines, columns_ - std::min(columns_, box.columns));
    }

    /// The buttons side by side, in as many rows as they need.
    void buttons(std::span<QuickReply const> replies) {
        std::vector<TextBox> row;
        std::size_t taken = 0;
        for (auto const& reply : replies) {
            auto box = text_box(reply.text, columns_, paint_of(reply.kind), colours_);
            if (!row.empty() && taken + box.columns > columns_) {
                add_all(side_by_side(std::exchange(row, {})), 0);
                taken = 0;
            }
            taken += box.columns + 1;
            row.push_back(std::move(box));
        }
        add_all(side_by_side(row), 0);
    }

    [[nodiscard]] std::vector<std::string> const& lines() const noexcept { return lines_; }

private:
    static Paint paint_of(QuickReplyKind kind) {
        switch (kind) {
        case QuickReplyKind::positive_feedback: return Paint::green;
        case QuickReplyKind::request_human: return Paint::cyan;
        case QuickReplyKind::suggestion: return Paint::plain;
        }
        return Paint::plain;
    }

    [[nodiscard]] TextBox bubble(std::string_view text) const {
        return text_box(text, columns_ * 4 / 5, Paint::plain, colours_);
    }

    void add(std::string_view line) { lines_.push_back(fmt::format("{}{}", indent, line)); }

    void add_all(std::span<std::string const> lines, std::size_t margin) {
        for (auto const& line : lines) {
            add(std::string(margin, ' ') + line);
        }
    }

    std::size_t columns_; ///< beside the indent
    bool colours_;
    std::vector<std::string> lines_;
};

/// The words of a visitor who asks for a human: those of the button if there is one.
std::string words_for_human(std::span<QuickReply const> replies) {
    auto const button =
        std::ranges::find(replies, QuickReplyKind::request_human, &QuickReply::kind);
    return button == replies.end() ? "Can I talk to a human?" : button->text;
}

std::string email_note(human_support::HumanRequest const& request) {
    switch (request.audience) {
    case EmailAudience::nobody: return "No email is sent.";
    case EmailAudience::owner: return "An email goes to the chatbot's owner.";
    case EmailAudience::recipients: break;
    }
    std::string note = "An email goes to ";
    for (auto const& recipient : request.recipients) {
        note += (&recipient == &request.recipients.front() ? "" : ", ") + recipient;
    }
    return note + ".";
}

} // namespace

std::vector<std::string> draw(Preview const& preview, DrawingStyle style) {
    Drawing drawing(style);
    bool const requested = preview.state == ConversationState::human_requested;
    drawing.heading(requested ? "After an answer, once a human was asked for" : "After an answer");
    drawing.chatbot_says("(an answer of the chatbot)");
    if (preview.quick_replies.empty()) {
        drawing.note("No buttons.");
    } else {
        drawing.buttons(preview.quick_replies);
    }
    drawing.heading(requested ? "After asking for a human again" : "After asking for a human");
    drawing.visitor_says(words_for_human(preview.quick_replies));
    if (preview.human_request) {
        drawing.chatbot_says(preview.human_request->confirmation_message);
        drawing.note(email_note(*preview.human_request));
    } else {
        drawing.note("Nothing happens, because human support is disabled.");
    }
    return drawing.lines();
}

} // namespace program
