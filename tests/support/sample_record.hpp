// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/repository.hpp>

#include <algorithm>
#include <string_view>

/// A record of the chatbot, valid and otherwise of no interest.
inline human_support::SettingsRecord sample_record(std::string_view chatbot_id) {
    boost::uuids::uuid id{};
    std::fill(id.begin(), id.end(), static_cast<unsigned char>(0x4A));
    human_support::Timestamp const time{std::chrono::milliseconds{1'700'000'000'123}};
    return {id,
            human_support::ChatbotId::parse(chatbot_id).value(),
            human_support::AccountId::parse("account").value(),
            "actor",
            {},
            time,
            time};
}

/// Stores `record` whatever is there, and returns its revision or the write's error.
inline human_support::Result<human_support::Revision>
store(human_support::SettingsRepository& repository, human_support::SettingsRecord const& record) {
    return repository.write(human_support::Write::store(record, human_support::Anything{}))
        .transform([](human_support::FeedMark const& mark) { return mark.revision; });
}
