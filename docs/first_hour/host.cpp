// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// The first hour of a host: storage is opened, settings are made and changed, a visitor chats.
#include "chat_turn.hpp"

#include <human_support/service.hpp>
#include <human_support/settings_cache.hpp>
#include <human_support/settings_json.hpp>
#include <human_support/sqlite_repository.hpp>
#include <human_support/system_clock_and_ids.hpp>

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

using namespace human_support;

namespace {

int run(std::string const& file) {
    //! [open]
    auto const repository = SqliteRepository::open(file).value();
    SettingsCache cache(*repository);
    SettingsService service(cache, system_clock_and_ids());
    //! [open]

    //! [create]
    Caller const admin{AccountId::parse("acme").value(), "maria"};
    auto const chatbot = ChatbotId::parse("shop-assistant").value();

    auto const created = service.create(admin, chatbot);
    if (!created) {
        std::cerr << created.error() << '\n'; // such as: already_exists: This chatbot already has …
        return EXIT_FAILURE;
    }
    std::cout << created->after->settings.request_human_support_prompt << '\n'; // a default
    //! [create]

    //! [patch]
    auto const body = parse_patch(R"({"enableHumanSupport": true,
                                      "positiveFeedbackPrompt": "All clear",
                                      "requestHumanSupportPrompt": null})");
    if (!body) {
        std::cerr << body.error() << '\n'; // not JSON, or too large
        return EXIT_FAILURE;
    }
    auto const updated = service.update(admin, chatbot, body->patch).value();
    //! [patch]

    //! [mistakes]
    auto const wrong = parse_patch(R"({"enableHumanSupport": 1,
                                       "leadNotificationEmail": ["maria"]})");
    auto const refused = service.update(admin, chatbot, wrong->patch);
    std::cout << refused.error() << '\n';
    for (auto const& violation : refused.error().violations()) {
        std::cout << violation.pointer << ": " << violation.message << '\n';
    }
    //! [mistakes]

    //! [expected]
    SettingsPatch patch;
    patch.set(&HumanSupportSettings::lead_notification, true);
    patch.set(&HumanSupportSettings::lead_notification_email, {"support@example.com"});
    service.update(admin, chatbot, patch, updated.revision).value();

    auto const late = service.update(admin, chatbot, patch, updated.revision);
    std::cout << name(late.error().code()) << '\n'; // revision_mismatch
    //! [expected]

    //! [turn]
    auto state = ConversationState::human_not_requested; // kept with the conversation
    std::vector<std::string> const suggestions{"Where is my order?"};
    for (auto const& button : buttons_after_answer(cache, chatbot, state, suggestions)) {
        std::cout << '[' << button.text << "]\n"; // a press comes back as button.kind
    }
    //! [turn]

    //! [request]
    auto const record = cache.find_cached(chatbot).value().record;
    auto const request = request_human(record, HumanSupportSettings{}, state);
    if (request) { // none if human support is disabled
        // Before the email, so that a second press sends none.
        state = ConversationState::human_requested;
        std::cout << request->confirmation_message << '\n';
        for (auto const& recipient : request->recipients) {
            std::cout << "An email to " << recipient << '\n';
        }
    }
    //! [request]

    //! [again]
    for (auto const& button : buttons_after_answer(cache, chatbot, state, suggestions)) {
        std::cout << '[' << button.text << "]\n"; // nothing that asks for a human
    }
    auto const again = request_human(record, HumanSupportSettings{}, state).value();
    std::cout << again.confirmation_message << '\n'; // and audience is EmailAudience::nobody
    //! [again]

    //! [follow]
    SettingsCacheOptions options;
    options.own_thread = false; // the host calls refresh
    options.on_change = [](CachedChange const& change) {
        bool const offers = change.after && change.after->settings.enable_human_support;
        std::cout << change.chatbot_id << (offers ? " offers a human\n" : " offers no human\n");
    };
    SettingsCache follower(*repository, options);
    follower.preload().value(); // now it has all that is stored

    service.erase(admin, chatbot).value();
    follower.refresh().value();
    //! [follow]
    return EXIT_SUCCESS;
}

} // namespace

int main(int argc, char** argv) try {
    return run(argc > 1 ? argv[1] : "settings.db");
} catch (std::exception const& error) { // value() throws if there is none
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}
