// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "support/sample_record.hpp"

#include <human_support/repository.hpp>
#include <human_support/settings_json.hpp>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <functional>
#include <string>
#include <string_view>

/// A record with the longest texts that a host lets through. Its row needs several pages of a file.
[[nodiscard]] inline human_support::SettingsRecord longest_record(std::string_view chatbot_id) {
    auto record = sample_record(chatbot_id);
    std::string message;
    for (int i = 0; i < 1'000; ++i) {
        message += "\xF0\x9F\x99\x82"; // a smiling face
    }
    record.settings.human_support_confirmation_message = message;
    for (int i = 0; i < 50; ++i) {
        record.settings.lead_notification_email.push_back(
            fmt::format("{}@{:a<240}.example.com", i, chatbot_id));
    }
    return record;
}

/// A record, or that there is none, as a line that no other record has.
[[nodiscard]] inline std::string as_line(human_support::SettingsRecordPtr const& record) {
    if (!record) {
        return "none\n";
    }
    auto const json = boost::json::serialize(human_support::to_json(*record));
    return fmt::format("{} with revision {}, {} bytes, hash {:x}\n", record->chatbot_id.str(),
                       record->revision, json.size(), std::hash<std::string>{}(json));
}

/// A page as a line for each record, and where the next page begins.
[[nodiscard]] inline std::string as_lines(human_support::Page const& page) {
    std::string lines;
    for (auto const& record : page.records) {
        lines += as_line(record);
    }
    return lines + (page.next ? page.next->str() : "the end");
}

/// A change as a line.
[[nodiscard]] inline std::string as_line(human_support::FeedChange const& change) {
    return fmt::format("{} {} {}", change.revision, change.chatbot_id.str(),
                       as_line(change.record));
}

/// All that `repository`, of at most `max_page_size` chatbots, holds: its records and erasures with
/// their revisions, a line each.
[[nodiscard]] inline std::string contents(human_support::SettingsRepository& repository) {
    std::string lines;
    for (auto const& change :
         repository.changes(std::nullopt, human_support::max_page_size).value().changes) {
        lines += as_line(change);
    }
    return lines;
}
