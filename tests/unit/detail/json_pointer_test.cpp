// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/detail/json_pointer.hpp>

#include "support/catch.hpp"

using human_support::detail::json_pointer;

TEST_CASE("A JSON Pointer escapes what RFC 6901 reserves, and nothing else") {
    CHECK(json_pointer("name") == "/name");
    CHECK(json_pointer("") == "/");
    CHECK(json_pointer("a/b") == "/a~1b");
    CHECK(json_pointer("m~n") == "/m~0n");
    CHECK(json_pointer("~1") == "/~01");
    CHECK(json_pointer("é \"") == "/é \"");
}

TEST_CASE("A JSON Pointer goes from its parent to a member or an element") {
    CHECK(json_pointer("b", json_pointer("a")) == "/a/b");
    CHECK(json_pointer(0, json_pointer("list")) == "/list/0");
    CHECK(json_pointer(12, "") == "/12");
}
