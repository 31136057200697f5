// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/language.hpp>

#include <boost/uuid/uuid.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace human_support::detail {

inline constexpr std::string_view uuid_form = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

[[nodiscard]] constexpr int hex_digit_value(char c) noexcept {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/// Writes `uuid` to `to`, in lower case with hyphens (RFC 9562, section 4).
inline void write_uuid_text(char* to, boost::uuids::uuid const& uuid) {
    constexpr std::string_view digits = "0123456789abcdef";
    auto byte = uuid.begin();
    for (std::size_t at = 0; at < uuid_form.size();) {
        if (uuid_form[at] == '-') {
            to[at++] = '-';
            continue;
        }
        unsigned const value = *byte++;
        to[at++] = digits[value >> 4U];
        to[at++] = digits[value & 0xFU];
    }
}

/// Returns `uuid` in the same form.
[[nodiscard]] inline std::string to_uuid_text(boost::uuids::uuid const& uuid) {
    std::string text(uuid_form.size(), '\0');
    write_uuid_text(text.data(), uuid);
    return text;
}

/// Reads a UUID in either case with hyphens; none if `text` has another form. (Boost's
/// `string_generator` takes more forms, and throws.)
[[nodiscard]] inline std::optional<boost::uuids::uuid> from_uuid_text(std::string_view text) {
    if (text.size() != uuid_form.size()) {
        return std::nullopt;
    }
    boost::uuids::uuid uuid{};
    auto byte = uuid.begin();
    for (std::size_t at = 0; at < text.size();) {
        if (uuid_form[at] == '-') {
            if (text[at++] != '-') {
                return std::nullopt;
            }
            continue;
        }
        int const high = hex_digit_value(text[at++]);
        int const low = hex_digit_value(text[at++]);
        if (high < 0 || low < 0) {
            return std::nullopt;
        }
        *byte++ = static_cast<unsigned char>(high * 16 + low);
    }
    return uuid;
}

} // namespace human_support::detail
