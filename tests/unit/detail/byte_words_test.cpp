// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/detail/byte_words.hpp>

#include "support/catch.hpp"

#include <array>
#include <cstddef>
#include <string>

using namespace human_support::detail;

namespace {

constexpr std::array<char, bytes_of_word> one_to_eight{1, 2, 3, 4, 5, 6, 7, 8};

} // namespace

TEST_CASE("The first byte of a word is the lowest") {
    STATIC_REQUIRE(word_of(one_to_eight.data()) == 0x0807060504030201);
}

TEST_CASE("The lowest mark of each kind is right") {
    constexpr std::uint64_t word = 0x80'7F'20'1F'22'21'22'80;
    constexpr auto lowest = [](std::uint64_t marks) { return std::countr_zero(marks) / 8; };
    CHECK(lowest(mark_beyond_ascii(word)) == 0);
    CHECK(lowest(mark_equal(word, 0x22)) == 1);
    CHECK(lowest(mark_equal(word, 0x80)) == 0);
    CHECK(lowest(mark_less(word, 0x22)) == 2);
    CHECK(lowest(mark_less(word, 0x20)) == 4);
    CHECK(lowest(mark_less(word, 0x80)) == 1);
    CHECK(mark_less(word, 0x1F) == 0);
    CHECK(mark_equal(word, 0) == 0);
}

TEST_CASE("What is sought is found at each place of a text of any length") {
    auto const mark_x = [](std::uint64_t word) { return mark_equal(word, 'x'); };
    for (std::size_t length = 0; length < 40; ++length) {
        for (std::size_t at = 0; at <= length; ++at) {
            std::string text(length, 'w');
            text.replace(at, std::string::npos, length - at, 'x');
            if (bytes_before(text, mark_x) != at) {
                FAIL("at " << at << " of " << length);
            }
        }
    }
    CHECK(bytes_before(std::string("\0\0", 2), [](auto word) { return mark_less(word, 1); }) == 0);
    CHECK(bytes_before("abc", [](auto word) { return mark_less(word, 1); }) == 3);
}
