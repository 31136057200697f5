// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/detail/json_writer.hpp>

#include "support/catch.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

using namespace human_support;

namespace {

template <class T>
std::string json_text(T const& value) {
    return detail::text_of([&value](auto out) { return detail::add_json(out, value); });
}

} // namespace

TEST_CASE("JSON text escapes quotes, backslashes and control characters, and nothing else") {
    CHECK(json_text(std::string_view("\"\\/\b\f\n\r\t\x01\x1F\x7F é 🙂 \u2028")) ==
          "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7F é 🙂 \u2028\"");
    CHECK(json_text(std::string_view("a\0b", 3)) == R"("a\u0000b")");
}

TEST_CASE("Each byte is escaped wherever it stands") {
    for (int byte = 0; byte < 256; ++byte) {
        for (std::size_t length = 1; length < 20; ++length) {
            for (std::size_t at = 0; at < length; ++at) {
                for (char const filler : {'x', '\x7F', '\xFF'}) {
                    std::string text(length, filler);
                    text[at] = static_cast<char>(byte);
                    bool const escaped = byte < 0x20 || byte == '"' || byte == '\\';
                    auto const expected = escaped ? at : length;
                    if (detail::bytes_before_escape(text) != expected) {
                        FAIL("byte " << byte << " at " << at << " of " << length);
                    }
                }
            }
        }
        std::string const text = {'x', static_cast<char>(byte), 'y'};
        if (byte < 0x80) {
            CHECK(json_text(std::string_view(text)) ==
                  boost::json::serialize(boost::json::string(text)));
        }
    }
}

TEST_CASE("Lists, flags and numbers are written as JSON does") {
    CHECK(json_text(std::vector<std::string>{}) == "[]");
    CHECK(json_text(std::vector<std::string>{"", "a\"b"}) == R"(["","a\"b"])");
    CHECK(json_text(true) == "true");
    CHECK(json_text(false) == "false");
    CHECK(json_text(std::int64_t{0}) == "0");
    CHECK(json_text((std::numeric_limits<std::int64_t>::max)()) == "9223372036854775807");
    CHECK(json_text((std::numeric_limits<std::int64_t>::min)()) == "-9223372036854775808");
}

TEST_CASE("A text is as long as its size says, with and without escapes") {
    auto const texts =
        std::vector<std::string>{"", "a", "\"", "\x01", "eight bytes", "\\ \n\x1F end"};
    std::string const before = "before ";
    std::string const text = detail::text_of(
        [&](auto out) { return detail::add_json(detail::add(out, before), texts); });
    CHECK(text == R"(before ["","a","\"","\u0001","eight bytes","\\ \n\u001f end"])");
    CHECK(detail::add_json(detail::TextSize{before.size()}, texts).bytes == text.size());
}
