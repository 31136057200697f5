// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/settings_record.hpp>

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
