// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/detail/ascii.hpp>

#include "support/catch.hpp"

#include <string>

using namespace human_support::detail;

TEST_CASE("Lower case changes the letters A to Z and no other byte") {
    for (int byte = 0; byte < 256; ++byte) {
        auto const c = static_cast<char>(byte);
        INFO("byte " << byte);
        char const expected = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        CHECK(ascii_lower(std::string(1, c)) == std::string(1, expected));
    }
    CHECK(ascii_lower("") == "");
    CHECK(ascii_lower("Ärger@EXAMPLE.com") == "Ärger@example.com");
}

TEST_CASE("Texts are equal ignoring the case of the letters A to Z and of no others") {
    STATIC_REQUIRE(equal_ignoring_case("", ""));
    STATIC_REQUIRE(equal_ignoring_case("Name@EXAMPLE.com", "nAME@example.COM"));
    STATIC_REQUIRE_FALSE(equal_ignoring_case("name@example.com", "name@example.co"));
    STATIC_REQUIRE_FALSE(equal_ignoring_case("name@example.com", "nome@example.com"));
    STATIC_REQUIRE_FALSE(equal_ignoring_case("@[`{", "`{@["));
    CHECK_FALSE(equal_ignoring_case("ä", "Ä"));
}
