// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/escalation.hpp>
#include <human_support/settings_cache.hpp>

#include <iostream>
#include <span>
#include <string>
#include <vector>

//! [buttons]
// The buttons below an answer. If storage fails, the visitor gets the answer without ours.
inline std::vector<human_support::QuickReply> buttons_after_answer(
    human_support::SettingsCache const& cache, human_support::ChatbotId const& chatbot,
    human_support::ConversationState state, std::span<std::string const> suggestions = {}) {
    auto const found = cache.find_cached(chatbot);
    if (!found) {
        std::cerr << found.error() << '\n';
    }
    // No record, whether it failed or there is none, means no buttons of ours.
    return human_support::quick_replies(found ? found->record : nullptr,
                                        human_support::HumanSupportSettings{}, state, suggestions);
}
//! [buttons]
