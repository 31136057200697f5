// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/settings_record.hpp>

#include <string>
#include <string_view>

namespace human_support::engine {

/// What rows are read into, since an id cannot be made without a text.
inline SettingsRecord const& blank_record() {
    static SettingsRecord const blank{.id = {},
                                      .chatbot_id = *ChatbotId::parse("-"),
                                      .account_id = *AccountId::parse("-"),
                                      .updated_by = {},
                                      .settings = {},
                                      .created_at = {},
                                      .updated_at = {}};
    return blank;
}

/// Returns as many columns as `names`, for an erasure: its chatbot id and revision in their places,
/// else NULL.
template <class Names>
std::string erasure_columns(Names const& names) {
    std::string columns;
    for (std::string_view const name : names) {
        bool const is_kept = name == "chatbot_id" || name == "revision";
        columns += columns.empty() ? "" : ", ";
        columns += is_kept ? name : "NULL";
    }
    return columns;
}

} // namespace human_support::engine
