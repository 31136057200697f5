// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/escalation.hpp>
#include <human_support/repository.hpp>

#include <iostream>
#include <span>
#include <string>
#include <vector>

//! [buttons]
// The buttons below an answer. Where storage fails, the visitor gets the answer without ours.
inline std::vector<human_support::QuickReply>
buttons_after_answer(human_support::SettingsRepository& repository,
                     human_support::ChatbotId const& chatbot,
                     std::span<std::string const> suggestions = {}) {
    auto const record = repository.find(chatbot);
    if (!record) {
        std::cerr << record.error() << '\n';
    }
    bool const there = record && *record != nullptr; // null where the chatbot has no settings
    return human_support::quick_replies(there ? &(*record)->settings : nullptr,
                                        human_support::HumanSupportSettings{}, suggestions);
}
//! [buttons]
