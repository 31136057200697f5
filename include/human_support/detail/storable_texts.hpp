// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/unicode.hpp>
#include <human_support/settings_fields.hpp>
#include <human_support/settings_record.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace human_support::detail {

[[nodiscard]] constexpr bool is_storable(bool) { return true; }

/// Tells whether every engine can store `text`: it is UTF-8 without U+0000.
[[nodiscard]] constexpr bool is_storable(std::string_view text) {
    return text.find('\0') == std::string_view::npos && is_utf8(text);
}

[[nodiscard]] inline bool is_storable(std::vector<std::string> const& texts) {
    for (std::string_view const text : texts) {
        if (!is_storable(text)) {
            return false;
        }
    }
    return true;
}

/// Tells whether every engine can store all texts of `record`. (Its ids always can be.)
[[nodiscard]] inline bool is_storable(SettingsRecord const& record) {
    bool storable = is_storable(record.updated_by);
    for_each_field([&](auto const& field) {
        storable = storable && is_storable(record.settings.*field.member);
    });
    return storable;
}

} // namespace human_support::detail
