// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/byte_words.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace human_support::detail {

/// Returns how many bytes of `text` stand before the first that is not printable ASCII.
[[nodiscard]] constexpr std::size_t bytes_of_printable_ascii(std::string_view text) noexcept {
    return bytes_before(text, [](std::uint64_t word) {
        return mark_less(word, 0x20) | mark_equal(word, 0x7F) | mark_beyond_ascii(word);
    });
}

/// A code point, and how many bytes of UTF-8 it takes.
struct CodePoint {
    char32_t value = 0;
    std::size_t bytes = 0; ///< 0 if there is none
};

/// Returns the code point with which `text` begins; none if `text` is empty or does not begin with
/// UTF-8 (RFC 3629, section 4: no overlong forms, no surrogates, nothing above U+10FFFF).
[[nodiscard]] constexpr CodePoint first_code_point(std::string_view text) noexcept {
    if (text.empty()) {
        return {};
    }
    auto const lead = static_cast<unsigned char>(text.front());
    if (lead < 0x80) {
        return {lead, 1};
    }
    std::size_t const length = (lead & 0xE0U) == 0xC0   ? 2
                               : (lead & 0xF0U) == 0xE0 ? 3
                               : (lead & 0xF8U) == 0xF0 ? 4
                                                        : 0;
    if (length == 0 || text.size() < length) {
        return {};
    }
    char32_t code_point = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        auto const byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xC0U) != 0x80) {
            return {};
        }
        code_point = (code_point << 6U) | (byte & 0x3FU);
    }
    constexpr std::array<char32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000}; // by length
    if (code_point < smallest[length] || code_point > 0x10FFFF ||
        (code_point >= 0xD800 && code_point <= 0xDFFF)) {
        return {};
    }
    return {code_point, length};
}

/// Reads the code points of `text`: calls `skip(count)` for `count` of printable ASCII, of which
/// there are most, and `visit(code_point)` with each of the others. Stops and returns false at the
/// first byte that is not UTF-8.
template <class Skip, class Visit>
constexpr bool read_code_points(std::string_view text, Skip const& skip, Visit const& visit) {
    for (;;) {
        auto const printable = bytes_of_printable_ascii(text);
        skip(printable);
        text.remove_prefix(printable);
        if (text.empty()) {
            return true;
        }
        auto const [code_point, bytes] = first_code_point(text);
        if (bytes == 0) {
            return false;
        }
        visit(code_point);
        text.remove_prefix(bytes);
    }
}

/// Tells whether all of `text` is UTF-8.
[[nodiscard]] constexpr bool is_utf8(std::string_view text) {
    return read_code_points(
        text, [](std::size_t) {}, [](char32_t) {});
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
