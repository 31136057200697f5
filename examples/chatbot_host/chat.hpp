// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/endpoint.hpp>
#include <human_support/escalation.hpp>
#include <human_support/settings_cache.hpp>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstddef>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

using namespace human_support;

inline Response json_response(int status, boost::json::object const& body) {
    return {status, {{"Content-Type", "application/json"}}, boost::json::serialize(body)};
}

/// A failure in the shape of the endpoint's.
inline Response failure(int status, std::string_view code, std::string_view message) {
    return json_response(status, {{"success", false}, {"code", code}, {"message", message}});
}

/// The visitors' side: a chatbot that has one answer, but can call a human. Thread-safe.
class Chat {
public:
    explicit Chat(SettingsCache const& cache) : cache_(cache) {}

    /// Answers `{"text":"…","conversation":"…"}`, with `"kind":"request_human"` or that of another
    /// button if the visitor pressed one.
    Response answer(std::string_view chatbot_id, std::string_view body) {
        boost::system::error_code error;
        auto const message = boost::json::parse(body, error);
        auto const chatbot = ChatbotId::parse(chatbot_id);
        auto const text = member(message, "text", 4000);
        auto const conversation = member(message, "conversation", 128);
        if (!chatbot || !text || !conversation) {
            return failure(400, "invalid_argument",
                           R"(Send {"text":"…","conversation":"…"}, at most 4,000 and 128 bytes, )"
                           "for a chatbot id of the characters A-Z, a-z, 0-9, '.', '_', '~', '-'.");
        }
        // Memory first. If storage fails, the visitor gets an answer, but no buttons of ours.
        auto const found = cache_.find_cached(*chatbot);
        auto const record = found ? found->record : nullptr;
        auto const key = chatbot->str() + ' ' + *conversation;
        auto const pressed = member(message, "kind", 128);
        std::string reply = "I am only an example, so this is all that I can say.";
        if (pressed ? pressed == "request_human" : text->find("human") != std::string::npos) {
            reply = call_human(record, key);
        } else if (pressed == "positive_feedback") {
            reply = "You are welcome!";
        }
        auto const state = state_of(key);
        boost::json::array buttons;
        for (auto const& button : quick_replies(record, {}, state, suggestions_)) {
            buttons.push_back(
                boost::json::object{{"kind", name(button.kind)}, {"text", button.text}});
        }
        return json_response(200,
                             {{"reply", reply},
                              {"quickReplies", buttons},
                              {"humanRequested", state == ConversationState::human_requested}});
    }

private:
    static std::optional<std::string> member(boost::json::value const& message,
                                             std::string_view name, std::size_t most_bytes) {
        auto const* object = message.if_object();
        auto const* found = object == nullptr ? nullptr : object->if_contains(name);
        auto const* text = found == nullptr ? nullptr : found->if_string();
        bool const is_right = text != nullptr && text->size() <= most_bytes;
        return is_right ? std::optional<std::string>(*text) : std::nullopt;
    }

    /// Returns what the visitor reads.
    std::string call_human(SettingsRecordPtr const& record, std::string const& key) {
        auto const request = request_human(record, {}, state_of(key));
        if (!request) {
            return "Sorry, there is nobody here whom I could call.";
        }
        // Before the email, and in one step, so that two presses at once send one.
        if (note_human_requested(key) && request->audience != EmailAudience::nobody) {
            auto const whom = fmt::to_string(fmt::join(request->recipients, ", "));
            fmt::print("Email to {}: a visitor of {} asks for a human.\n",
                       whom.empty() ? "the owner" : whom, record->chatbot_id.str());
        }
        return request->confirmation_message;
    }

    ConversationState state_of(std::string const& key) const {
        std::lock_guard<std::mutex> const lock(mutex_);
        return human_requested_.contains(key) ? ConversationState::human_requested
                                              : ConversationState::human_not_requested;
    }

    /// Returns whether it is the first time.
    bool note_human_requested(std::string const& key) {
        std::lock_guard<std::mutex> const lock(mutex_);
        if (human_requested_.size() == 100'000) { // a real host keeps them in its storage
            human_requested_.erase(human_requested_.begin());
        }
        return human_requested_.insert(key).second;
    }

    SettingsCache const& cache_;
    std::vector<std::string> const suggestions_{"Where is my order?", "When are you open?"};
    mutable std::mutex mutex_;              ///< guards what is below
    std::set<std::string> human_requested_; ///< the conversations, each with its chatbot
};
