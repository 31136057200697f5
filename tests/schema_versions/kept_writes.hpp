// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/repository.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The record of a chatbot, with every setting away from its default. The settings are named here
/// one by one, so that a setting that is added later is at its default in what older files hold.
inline human_support::SettingsRecord kept_record(std::string_view chatbot_id,
                                                 std::string_view account_id) {
    boost::uuids::uuid id{};
    std::fill(id.begin(), id.end(), static_cast<unsigned char>(chatbot_id.size()));
    human_support::HumanSupportSettings settings;
    settings.enable_human_support = true;
    settings.replace_all_other_suggestions_with_escalation_buttons = true;
    settings.positive_feedback_prompt = "That's \"it\" \\ 漢 🙂";
    settings.request_human_support_prompt = " é ";
    settings.human_support_confirmation_message = "one line\n\tand another";
    settings.lead_notification = true;
    settings.lead_notification_email = {"second@example.com", "first@example.com"};
    settings.show_escalation_buttons_after_responses = false;
    using std::chrono::milliseconds;
    return {id,
            human_support::ChatbotId::parse(chatbot_id).value(),
            human_support::AccountId::parse(account_id).value(),
            "actor of " + std::string(chatbot_id),
            std::move(settings),
            human_support::Timestamp{milliseconds{1'700'000'000'123}},
            human_support::Timestamp{milliseconds{1'800'000'000'456}}};
}

/// What was written to every file that is kept here, one after the other, so that their revisions
/// count up from 1. Never changes, since the files do not.
inline std::vector<human_support::Write> kept_writes() {
    using namespace human_support;
    std::vector<Write> writes;
    auto const put = [&](SettingsRecord record) {
        writes.push_back(Write::store(std::move(record), Anything{}));
    };
    auto const erase = [&](std::string_view chatbot_id) {
        writes.push_back(Write::erase(ChatbotId::parse(chatbot_id).value()));
    };

    put(kept_record("every-setting", "acme"));
    put(kept_record("every-setting-elsewhere", "Acme"));

    auto defaults = kept_record("defaults", "acme");
    defaults.settings = {};
    defaults.settings
        .human_support_confirmation_message = // the default when the first files were made
        "Thank you. We have told our team, and a human will get back to you as soon as possible.";
    put(defaults);

    auto blank = kept_record("blank", "acme");
    blank.updated_by = "";
    blank.settings.positive_feedback_prompt = "";
    blank.settings.request_human_support_prompt = "";
    blank.settings.human_support_confirmation_message = "";
    blank.settings.lead_notification_email = {""};
    put(blank);

    auto early = kept_record("-", "~");
    early.created_at = Timestamp{std::chrono::milliseconds{-1}};
    early.updated_at = Timestamp{};
    put(early);

    put(kept_record(std::string(max_id_bytes, 'Z'), std::string(max_id_bytes, 'z')));

    auto changed = kept_record("changed", "acme");
    put(changed);
    changed.updated_by = "another actor";
    changed.settings.lead_notification_email = {};
    put(changed);

    put(kept_record("erased", "acme"));
    erase("erased");

    put(kept_record("erased-and-made-again", "acme"));
    erase("erased-and-made-again");
    put(kept_record("erased-and-made-again", "Acme"));

    put(kept_record("erased-last", "Acme"));
    erase("erased-last");
    return writes;
}
