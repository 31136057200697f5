// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/detail/email.hpp>

#include "support/catch.hpp"
#include "support/random_settings.hpp"

#include <array>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

using namespace human_support;
using namespace human_support::detail;

namespace {

std::string const label_of_63(63, 'd');

} // namespace

TEST_CASE("These are email addresses") {
    for (std::string const& text : std::vector<std::string>{
             "name@example.com",
             "a@b",
             "NAME@EXAMPLE.COM",
             "first.last@sub.example.co.uk",
             "first+tag@example.com",
             ".@a",
             "..@a",
             "a..b@example.com",
             ".!#$%&'*+/=?^_`{|}~-@example.com",
             "0@0",
             "name@1.2.3.4",
             "name@a-b.c-d",
             "name@a--b",
             "name@xn--bcher-kva.example",
             std::string(64, 'l') + "@example.com",
             "name@" + label_of_63,
             "name@" + label_of_63 + "." + label_of_63,
         }) {
        INFO(text);
        CHECK(is_email(text));
    }
}

TEST_CASE("These are no email addresses") {
    using namespace std::string_literals;
    for (std::string const& text : std::vector<std::string>{
             "",
             "@",
             "name",
             "name@",
             "@example.com",
             "a@b@c",
             "name@@example.com",
             " name@example.com",
             "name@example.com ",
             "name@example.com\n",
             "na me@example.com",
             "name@exam ple.com",
             "name@.example.com",
             "name@example.com.",
             "name@example..com",
             "name@-example.com",
             "name@example-.com",
             "name@example.-com",
             "name@example.com-",
             "name@exam_ple.com",
             "name@[127.0.0.1]",
             "name@example.com:25",
             "\"na me\"@example.com",
             "name(comment)@example.com",
             "Name <name@example.com>",
             "name@example.com,other@example.com",
             "näme@example.com",
             "name@exämple.com",
             "name\0@example.com"s,
             "name@example.com\0"s,
             "name@example.com\t",
             "name\xFF@example.com",
             std::string(65, 'l') + "@example.com",
             "name@" + label_of_63 + "d",
             "name@example." + label_of_63 + "d",
         }) {
        INFO(text);
        CHECK_FALSE(is_email(text));
    }
}

TEST_CASE(
    "Random texts are email addresses where the regular expression of the HTML Standard says so") {
    // https://html.spec.whatwg.org/multipage/input.html#email-state-(type=email)
    std::regex const rule(
        R"(^[a-zA-Z0-9.!#$%&'*+\/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)"
        R"((?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$)");
    constexpr std::array<std::string_view, 12> pieces{"a", "Z", "9", "-", ".",  "@",
                                                      "b", "c", "!", " ", "\"", "é"};
    Random random;
    INFO("seed " << random.seed());
    auto const random_text = [&] {
        std::string text;
        for (std::size_t length = random.up_to(4); length > 0; --length) {
            text += pieces[random.up_to(pieces.size() - 1)];
        }
        return text;
    };
    for (int i = 0; i < 10'000; ++i) {
        std::string const candidate = random_text() + "@" + random_text();
        INFO(candidate);
        REQUIRE(is_email(candidate) == std::regex_match(candidate, rule));
    }
}

TEST_CASE("An email address can be checked while compiling") {
    STATIC_REQUIRE(is_email("name@example.com"));
    STATIC_REQUIRE_FALSE(is_email("name"));
}
