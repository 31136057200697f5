// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// A host's test of its chat turn: the memory engine takes the place of the file, and fails on
// demand.
#include "chat_turn.hpp"

#include <human_support/memory_repository.hpp>
#include <human_support/service.hpp>
#include <human_support/system_clock_and_ids.hpp>
#include <human_support/testing/failing_repository.hpp>

#include <chrono>
#include <cstdlib>
#include <iostream>

using namespace human_support;

namespace {

// What the test framework of the host has.
void check(bool holds, char const* what) {
    if (!holds) {
        std::cerr << "Failed: " << what << '\n';
        std::exit(EXIT_FAILURE);
    }
}

} // namespace

int main() {
    //! [test]
    MemoryRepository memory;
    testing::FailingRepository storage(memory);

    SettingsCacheOptions options;
    options.staleness = std::chrono::milliseconds(0); // each read asks the storage, which may fail
    SettingsCache cache(storage, options);

    SettingsService service(cache, system_clock_and_ids());
    Caller const admin{AccountId::parse("acme").value(), "maria"};
    auto const chatbot = ChatbotId::parse("shop-assistant").value();
    SettingsPatch patch;
    patch.set(&HumanSupportSettings::enable_human_support, true);
    service.create(admin, chatbot, patch).value();

    auto const not_requested = ConversationState::human_not_requested;
    auto const requested = ConversationState::human_requested;
    auto const buttons = [&](ConversationState state) {
        return buttons_after_answer(cache, chatbot, state).size();
    };
    check(buttons(not_requested) == 2, "there are two buttons");
    check(buttons(requested) == 1, "a human is not offered to a visitor who has asked");

    storage.fail(Errc::storage_failed);
    check(buttons(not_requested) == 0, "a failure costs only the buttons");

    storage.recover();
    check(buttons(not_requested) == 2, "the buttons are back");
    //! [test]

    std::cout << "The chat turn works.\n";
}
