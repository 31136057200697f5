// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/language.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace human_support::detail {

// Text is searched eight bytes at a time, which make one word, the first of them the lowest. A
// function that marks bytes sets the highest bit of each. What is above the lowest mark may be
// wrong.

inline constexpr std::size_t bytes_of_word = sizeof(std::uint64_t);

/// Each byte of it is 1, so that its product with a byte is eight of them.
inline constexpr std::uint64_t word_of_ones = 0x0101010101010101;

/// Marks the bytes that are not ASCII.
[[nodiscard]] constexpr std::uint64_t mark_beyond_ascii(std::uint64_t word) noexcept {
    return word & (word_of_ones * 0x80);
}

/// Marks the bytes that are less than `limit`, which is 0x80 at the most.
[[nodiscard]] constexpr std::uint64_t mark_less(std::uint64_t word, unsigned char limit) noexcept {
    return (word - word_of_ones * limit) & ~word & (word_of_ones * 0x80);
}

/// Marks the bytes that are `byte`.
[[nodiscard]] constexpr std::uint64_t mark_equal(std::uint64_t word, unsigned char byte) noexcept {
    return mark_less(word ^ (word_of_ones * byte), 1);
}

/// Returns the word of eight bytes. Compilers know this form, and make one load of it.
[[nodiscard]] constexpr std::uint64_t word_of(char const* bytes) noexcept {
    return [bytes]<std::size_t... Index>(std::index_sequence<Index...>) {
        return ((std::uint64_t{static_cast<unsigned char>(bytes[Index])} << (8 * Index)) | ...);
    }
    (std::make_index_sequence<bytes_of_word>{});
}

/// Returns how many bytes of `text` stand before the first that `mark(word)` marks.
template <class Mark>
[[nodiscard]] constexpr std::size_t bytes_before(std::string_view text, Mark const& mark) noexcept {
    auto const before = [](std::uint64_t marks) {
        return static_cast<std::size_t>(std::countr_zero(marks)) / 8;
    };
    if (text.size() < bytes_of_word) {
        std::uint64_t word = 0;
        for (std::size_t i = text.size(); i > 0; --i) {
            word = (word << 8U) | static_cast<unsigned char>(text[i - 1]);
        }
        return (std::min)(before(mark(word)), text.size());
    }
    auto const last = text.size() - bytes_of_word;
    for (std::size_t at = 0;; at = (std::min)(at + bytes_of_word, last)) {
        if (auto const marks = mark(word_of(text.data() + at)); marks != 0) {
            return at + before(marks);
        }
        if (at == last) {
            return text.size();
        }
    }
}

} // namespace human_support::detail
