// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/detail/unicode.hpp>

#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace human_support;
using namespace human_support::detail;

namespace {

constexpr char32_t last_code_point = 0x10FFFF;

bool is_surrogate(char32_t c) { return c >= 0xD800 && c <= 0xDFFF; }

/// `c` as the table of RFC 3629, section 3, writes it.
std::string encode(char32_t c) {
    auto const byte = [](char32_t bits) {
        return static_cast<char>(static_cast<unsigned char>(bits));
    };
    if (c < 0x80) {
        return {byte(c)};
    }
    if (c < 0x800) {
        return {byte(0xC0 | c >> 6), byte(0x80 | (c & 0x3F))};
    }
    if (c < 0x10000) {
        return {byte(0xE0 | c >> 12), byte(0x80 | (c >> 6 & 0x3F)), byte(0x80 | (c & 0x3F))};
    }
    return {byte(0xF0 | c >> 18), byte(0x80 | (c >> 12 & 0x3F)), byte(0x80 | (c >> 6 & 0x3F)),
            byte(0x80 | (c & 0x3F))};
}

struct Reading {
    bool whole;
    std::vector<char32_t> code_points;
};

Reading read(std::string_view text) {
    Reading reading{};
    std::string_view rest = text;
    reading.whole = read_code_points(
        text,
        [&](std::size_t printable) {
            for (char const c : rest.substr(0, printable)) {
                reading.code_points.push_back(static_cast<unsigned char>(c));
            }
            rest.remove_prefix(printable);
        },
        [&](char32_t c) {
            reading.code_points.push_back(c);
            rest.remove_prefix(first_code_point(rest).bytes);
        });
    return reading;
}

} // namespace

TEST_CASE("Every code point is read from its UTF-8, and no surrogate is") {
    for (char32_t c = 0; c <= last_code_point; ++c) {
        auto const [value, bytes] = first_code_point(encode(c));
        bool const right = is_surrogate(c) ? bytes == 0 : bytes == encode(c).size() && value == c;
        if (!right) {
            FAIL("code point " << static_cast<unsigned>(c));
        }
    }
}

TEST_CASE("Printable ASCII ends at the first other byte, wherever that stands") {
    for (int byte = 0; byte < 256; ++byte) {
        bool const printable = byte >= 0x20 && byte < 0x7F;
        for (std::size_t length = 1; length < 20; ++length) {
            for (std::size_t at = 0; at < length; ++at) {
                for (char const filler : {' ', '~'}) {
                    std::string text(length, filler);
                    text[at] = static_cast<char>(byte);
                    if (bytes_of_printable_ascii(text) != (printable ? length : at)) {
                        FAIL("byte " << byte << " at " << at << " of " << length);
                    }
                }
            }
        }
    }
}

TEST_CASE("A text is read code point by code point") {
    CHECK(read("").code_points.empty());
    CHECK(read("").whole);
    CHECK(first_code_point("").bytes == 0);

    auto const reading = read("aé漢🙂");
    CHECK(reading.whole);
    CHECK(reading.code_points == std::vector<char32_t>{U'a', U'é', U'漢', U'🙂'});
}

TEST_CASE("Reading stops at the first byte that is not UTF-8, after what came before it") {
    std::vector<std::string> const bad{
        "\x80",             // a continuation byte alone
        "\xBF",             //
        "\xC0\x80",         // overlong, two bytes
        "\xC1\xBF",         //
        "\xE0\x80\x80",     // overlong, three bytes
        "\xE0\x9F\xBF",     //
        "\xF0\x80\x80\x80", // overlong, four bytes
        "\xF0\x8F\xBF\xBF", //
        "\xED\xA0\x80",     // the first surrogate
        "\xED\xBF\xBF",     // the last surrogate
        "\xF4\x90\x80\x80", // U+110000
        "\xF5\x80\x80\x80", // further beyond
        "\xF8\x88\x80\x80\x80",
        "\xFE",
        "\xFF",
        "\xC3(",         // no continuation byte where there should be one
        "\xE6(\xA2",     //
        "\xE6\xBC(",     //
        "\xF0(\x99\x82", //
        "\xF0\x9F\x99(", //
        "\xC3",          // cut short by the end of the text
        "\xE6\xBC",      //
        "\xF0\x9F\x99",  //
    };
    for (auto const& bytes : bad) {
        INFO(Catch::StringMaker<std::string>::convert(bytes));
        CHECK_FALSE(is_utf8(bytes));
        auto const reading = read("aé" + bytes);
        CHECK_FALSE(reading.whole);
        CHECK(reading.code_points == std::vector<char32_t>{U'a', U'é'});
    }
}

TEST_CASE("NUL is a code point like others") {
    using namespace std::string_view_literals;
    CHECK(read("a\0b"sv).code_points == std::vector<char32_t>{U'a', U'\0', U'b'});
}

TEST_CASE("Control characters are C0, DEL and C1") {
    for (char32_t c = 0; c <= last_code_point; ++c) {
        bool const expected = c <= 0x1F || c == 0x7F || (c >= 0x80 && c <= 0x9F);
        if (is_control(c) != expected) {
            FAIL("code point " << static_cast<unsigned>(c));
        }
    }
}

TEST_CASE("UTF-8 can be checked while compiling") {
    STATIC_REQUIRE(is_utf8("é"));
    STATIC_REQUIRE_FALSE(is_utf8("\xC3"));
}
