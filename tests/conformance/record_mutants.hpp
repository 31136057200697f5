// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "conformance/mutants.hpp"

#include <human_support/detail/ascii.hpp>
#include <human_support/detail/storable_texts.hpp>
#include <human_support/settings_fields.hpp>

#include <algorithm>

/// Engines that spoil what they store.
inline std::vector<Mutant> record_mutants() {
    using namespace human_support;
    std::vector<Mutant> mutants;
    SettingsRecord const none{
        {}, ChatbotId::parse("none").value(), AccountId::parse("none").value(), {}, {}, {}, {}};
    auto const forget = [&](std::string_view what, auto const& copy_member) {
        mutants.push_back(
            {"forgets " + std::string(what),
             faulty({.write = storing([=](auto&, auto& record) { copy_member(none, record); })}),
             "A record comes back with everything in it"});
        mutants.push_back({"never changes " + std::string(what),
                           faulty({.write = storing([=](auto& below, auto& record) {
                                       if (auto const old = *below.find(record.chatbot_id)) {
                                           copy_member(*old, record);
                                       }
                                   })}),
                           "A record that is stored over another takes its place in everything"});
    };
    forget("id", [](auto const& from, auto& to) { to.id = from.id; });
    forget("account_id", [](auto const& from, auto& to) { to.account_id = from.account_id; });
    forget("updated_by", [](auto const& from, auto& to) { to.updated_by = from.updated_by; });
    forget("created_at", [](auto const& from, auto& to) { to.created_at = from.created_at; });
    forget("updated_at", [](auto const& from, auto& to) { to.updated_at = from.updated_at; });
    for_each_field([&](auto const& field) {
        forget(field.storage_name, [member = field.member](auto const& from, auto& to) {
            to.settings.*member = from.settings.*member;
        });
    });

    auto const spoil = [&](std::string fault, auto const& change) {
        mutants.push_back({std::move(fault),
                           faulty({.write = storing([=](auto&, auto& record) { change(record); })}),
                           "Records of unusual values come back as they were stored"});
    };
    spoil("cuts off texts after 64 KiB", [](auto& record) {
        auto& text = record.settings.positive_feedback_prompt;
        text.resize(std::min<std::size_t>(text.size(), 64 * 1024));
    });
    spoil("drops empty emails",
          [](auto& record) { std::erase(record.settings.lead_notification_email, ""); });
    spoil("drops repeated emails", [](auto& record) {
        auto& emails = record.settings.lead_notification_email;
        emails.erase(std::unique(emails.begin(), emails.end()), emails.end());
    });
    spoil("knows no time before 1970",
          [](auto& record) { record.created_at = std::max(record.created_at, Timestamp{}); });
    spoil("spoils what is beyond ASCII", [](auto& record) {
        std::erase_if(record.settings.human_support_confirmation_message,
                      [](char c) { return static_cast<unsigned char>(c) > 0x7F; });
    });

    mutants.push_back(
        {"mends texts that no engine may store", faulty({.write = storing([](auto&, auto& record) {
                                                             if (!detail::is_storable(record)) {
                                                                 record.updated_by.clear();
                                                                 record.settings = {};
                                                             }
                                                         })}),
         "A text that is not UTF-8 or contains U+0000 is invalid_argument, and only that write's"});
    mutants.push_back({"finds the next best record",
                       faulty({.find =
                                   [](auto& below, ChatbotId const& id) {
                                       auto const page = below.list({.after = id, .limit = 1});
                                       auto found = below.find(id);
                                       return *found || page->records.empty()
                                                  ? found
                                                  : Result<SettingsRecordPtr>(
                                                        page->records.front());
                                   }}),
                       "A chatbot without a record is found as null"});
    mutants.push_back(
        {"takes upper and lower case for the same",
         faulty({.write = storing([](auto&, auto& record) {
                     record.chatbot_id =
                         ChatbotId::parse(detail::ascii_lower(record.chatbot_id.str())).value();
                 })}),
         "Chatbots whose ids differ only in case, length or punctuation have records of their "
         "own"});
    mutants.push_back({"erases the other records too",
                       faulty({.write = one_by_one([](auto& below, Write const& write) {
                                   auto const page = below.list({});
                                   for (auto const& record : page->records) {
                                       auto const erasure = Write::erase(record->chatbot_id);
                                       if (!write.record() &&
                                           erasure.chatbot_id() != write.chatbot_id()) {
                                           static_cast<void>(below.write(erasure));
                                       }
                                   }
                                   return write;
                               })}),
                       "An erased record is gone, and the others stay"});
    auto const reused = std::make_shared<SettingsRecord>(none);
    mutants.push_back(
        {"hands out one record again and again",
         faulty({.find =
                     [reused](auto& below, ChatbotId const& id) {
                         auto found = below.find(id);
                         if (*found) {
                             *reused = **found;
                             found = SettingsRecordPtr(reused);
                         }
                         return found;
                     },
                 .write = storing([reused](auto&, auto& record) { *reused = record; })}),
         "A record that was read never changes"});
    return mutants;
}
