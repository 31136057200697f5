// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/language.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace human_support::detail {

/// Calls `visit(code_point)` with each Unicode code point of `text`. Stops and returns false at the
/// first byte that is not UTF-8 (RFC 3629, section 4: no overlong forms, no surrogates, nothing
/// above U+10FFFF).
template <class Visitor>
constexpr bool for_each_code_point(std::string_view text, Visitor&& visit) {
    std::size_t at = 0;
    while (at < text.size()) {
        auto const lead = static_cast<unsigned char>(text[at]);
        if (lead < 0x80) { // nearly all of them
            visit(char32_t{lead});
            ++at;
            continue;
        }
        std::size_t const length = (lead & 0xE0U) == 0xC0   ? 2
                                   : (lead & 0xF0U) == 0xE0 ? 3
                                   : (lead & 0xF8U) == 0xF0 ? 4
                                                            : 0;
        if (length == 0 || text.size() - at < length) {
            return false;
        }
        char32_t code_point = lead & (0xFFU >> (length + 1));
        for (std::size_t i = 1; i < length; ++i) {
            auto const byte = static_cast<unsigned char>(text[at + i]);
            if ((byte & 0xC0U) != 0x80) {
                return false;
            }
            code_point = (code_point << 6U) | (byte & 0x3FU);
        }
        constexpr std::array<char32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000}; // by length
        if (code_point < smallest[length] || code_point > 0x10FFFF ||
            (code_point >= 0xD800 && code_point <= 0xDFFF)) {
            return false;
        }
        visit(code_point);
        at += length;
    }
    return true;
}

/// Tells whether all of `text` is UTF-8.
[[nodiscard]] constexpr bool is_utf8(std::string_view text) {
    return for_each_code_point(text, [](char32_t) {});
}

/// Tells whether `code_point` is a control character: Unicode's general category Cc (The Unicode
/// Standard, section 23.1), which is C0, DEL and C1.
[[nodiscard]] constexpr bool is_control(char32_t code_point) {
    return code_point < 0x20 || (code_point >= 0x7F && code_point <= 0x9F);
}

/// Tells whether `code_point` begins a new line or paragraph, but is not a control character.
[[nodiscard]] constexpr bool is_line_separator(char32_t code_point) {
    return code_point == 0x2028 || code_point == 0x2029;
}

} // namespace human_support::detail
