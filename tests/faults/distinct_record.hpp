// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "support/sample_record.hpp"

#include <string>
#include <string_view>

/// A record of the chatbot that differs from those with another text.
[[nodiscard]] inline human_support::SettingsRecord distinct_record(std::string_view chatbot_id,
                                                                   std::string_view text) {
    auto record = sample_record(chatbot_id);
    record.updated_by = text;
    return record;
}

/// One that takes more than a page of a database file.
[[nodiscard]] inline human_support::SettingsRecord long_record(std::string_view chatbot_id,
                                                               std::string_view text) {
    auto record = distinct_record(chatbot_id, text);
    record.settings.human_support_confirmation_message = std::string(5000, 'x');
    return record;
}
