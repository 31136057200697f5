// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "utf8.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>

namespace program {

namespace {

utf8proc_uint8_t const* bytes(std::string_view text) noexcept {
    return reinterpret_cast<utf8proc_uint8_t const*>(text.data());
}

utf8proc_ssize_t size(std::string_view text) noexcept {
    return static_cast<utf8proc_ssize_t>(text.size());
}

} // namespace

CodePoint first_code_point(std::string_view text) noexcept {
    utf8proc_int32_t value = 0;
    auto const length = utf8proc_iterate(bytes(text), size(text), &value);
    return length < 0 ? CodePoint{replacement_character, 1}
                      : CodePoint{static_cast<char32_t>(value), static_cast<std::size_t>(length)};
}

bool is_utf8(std::string_view text) noexcept {
    return utf8proc_decompose(bytes(text), size(text), nullptr, 0, utf8proc_option_t{}) >= 0;
}

std::u32string decode(std::string_view text) {
    std::u32string code_points;
    while (!text.empty()) {
        auto const first = first_code_point(text);
        code_points += first.value;
        text.remove_prefix(first.bytes);
    }
    return code_points;
}

std::string encode(std::u32string_view code_points) {
    std::string text;
    for (char32_t const code_point : code_points) {
        std::array<utf8proc_uint8_t, 4> bytes{};
        auto const count =
            utf8proc_encode_char(static_cast<utf8proc_int32_t>(code_point), bytes.data());
        text.append(bytes.begin(), bytes.begin() + count);
    }
    return text;
}

std::u32string lower_case(std::u32string text) {
    std::ranges::transform(text, text.begin(), [](char32_t code_point) {
        return static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(code_point)));
    });
    return text;
}

} // namespace program
