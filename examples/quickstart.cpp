// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// A host in one page: storage, service and endpoint are made once, at start; the rest happens for
// each request and each answer of the chatbot.
#include <human_support/endpoint.hpp>
#include <human_support/escalation.hpp>
#include <human_support/settings_cache.hpp>
#include <human_support/sqlite_repository.hpp>
#include <human_support/system_clock_and_ids.hpp>

#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>

using namespace human_support;

namespace {

constexpr auto post_body = R"({
  "enableHumanSupport": true,
  "positiveFeedbackPrompt": "That answered my question",
  "requestHumanSupportPrompt": "I want to talk to a human",
  "leadNotification": true,
  "leadNotificationEmail": ["support@example.com"]
})";

void run(std::filesystem::path const& file) {
    auto const caller = Caller{AccountId::parse("acme").value(), "maria"};
    auto const chatbot_id = ChatbotId::parse("shop-assistant").value();
    {
        auto const repository = SqliteRepository::open(file).value();
        SettingsService service(*repository, system_clock_and_ids());
        Endpoint endpoint(service);
        auto const send = [&](std::string_view method, std::string_view body) {
            Request request{.method = method, .chatbot_id = chatbot_id.str(), .body = body};
            request.content_type = "application/json";
            auto const response = endpoint.handle(request, caller);
            std::cout << method << " -> " << response.status << '\n' << response.body << "\n\n";
        };
        send("POST", post_body);
        send("PATCH", R"({"requestHumanSupportPrompt": null})"); // back to the default
    }
    auto const repository = SqliteRepository::open(file).value(); // as after a restart
    SettingsCache cache(*repository); // so that a turn of the chat does not wait for storage
    auto const record = cache.find_cached(chatbot_id).value().record;
    HumanSupportSettings const defaults;
    auto state = ConversationState::human_not_requested; // kept with the conversation
    auto const show_buttons = [&] {
        std::cout << "After an answer, the visitor sees:\n";
        for (auto const& reply : quick_replies(record, defaults, state)) {
            std::cout << "  [" << reply.text << "]\n";
        }
    };
    show_buttons();
    if (auto const request = request_human(record, defaults, state)) {
        state = ConversationState::human_requested; // asking again sends no second email
        std::cout << "After asking for a human: " << request->confirmation_message << '\n';
    }
    show_buttons();
}

} // namespace

int main(int argc, char** argv) try {
    run(argc > 1 ? argv[1] : "quickstart.db");
} catch (std::exception const& error) { // value() throws if there is none
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}
