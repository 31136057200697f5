// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace program {

/// What stands for a byte that is no part of UTF-8.
constexpr char32_t replacement_character = 0xFFFD;

struct CodePoint {
    char32_t value;
    std::size_t bytes; ///< that it takes in a text
};

/// The first one of `text`, which is not empty.
[[nodiscard]] CodePoint first_code_point(std::string_view text) noexcept;

[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

[[nodiscard]] std::u32string decode(std::string_view text);

[[nodiscard]] std::string encode(std::u32string_view code_points);

/// `text` in lower case, in any locale.
[[nodiscard]] std::u32string lower_case(std::u32string text);

} // namespace program
