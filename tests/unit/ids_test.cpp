// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/ids.hpp>

#include "support/catch.hpp"

#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_set>
#include <utility>
#include <vector>

using namespace human_support;

TEST_CASE("An id is made of unreserved characters only") {
    constexpr std::string_view allowed =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~-";
    for (int byte = 0; byte < 256; ++byte) {
        std::string const text(1, static_cast<char>(byte));
        INFO("byte " << byte);
        bool const is_allowed = allowed.find(text) != std::string_view::npos;
        CHECK(ChatbotId::parse(text).has_value() == (is_allowed && text != "."));
        CHECK(ChatbotId::parse("a" + text + "z").has_value() == is_allowed);
    }
    CHECK(ChatbotId::parse(allowed).has_value());
}

TEST_CASE("An id has 1 to 128 bytes") {
    CHECK_FALSE(ChatbotId::parse("").has_value());
    CHECK(ChatbotId::parse("x").has_value());
    CHECK(ChatbotId::parse(std::string(128, 'x')).has_value());
    CHECK_FALSE(ChatbotId::parse(std::string(129, 'x')).has_value());
}

TEST_CASE("An id is no dot segment, which no client can ask for") {
    for (auto const* text : {".", ".."}) {
        CHECK(ChatbotId::parse(text) == Errc::invalid_argument);
        CHECK(AccountId::parse(text) == Errc::invalid_argument);
    }
    for (auto const* text : {"...", ".a", "a.", "..a", ".-"}) {
        CHECK(ChatbotId::parse(text).has_value());
    }
}

TEST_CASE("The text of a temporary id may be kept") {
    STATIC_REQUIRE_FALSE(std::is_reference_v<decltype(std::declval<ChatbotId>().str())>);
}

TEST_CASE("An id keeps its text as it is") {
    CHECK(ChatbotId::parse("Shop.NL_2~b-1").value().str() == "Shop.NL_2~b-1");
}

TEST_CASE("A bad id is an invalid argument, and the sentence names the thing") {
    auto const chatbot = ChatbotId::parse("a b").error();
    CHECK(chatbot.code() == Errc::invalid_argument);
    CHECK(chatbot.message().find("chatbot id") != std::string::npos);

    auto const account = AccountId::parse("a b").error();
    CHECK(account.code() == Errc::invalid_argument);
    CHECK(account.message().find("account id") != std::string::npos);
}

TEST_CASE("Ids are ordered bytewise, and case counts") {
    std::vector<std::string> const in_order{"-",  ".-", "0", "9",  "A", "Z",
                                            "Za", "_",  "a", "aa", "~"};
    for (auto const& left : in_order) {
        for (auto const& right : in_order) {
            INFO(left << " and " << right);
            auto const order = ChatbotId::parse(left).value() <=> ChatbotId::parse(right).value();
            CHECK((order < 0) == (&left < &right));
            CHECK((order == 0) == (&left == &right));
        }
    }
}

TEST_CASE("Ids can be the keys of a hash table") {
    std::unordered_set<ChatbotId> ids;
    for (auto const* text : {"a", "A", "b", "a"}) {
        ids.insert(ChatbotId::parse(text).value());
    }
    CHECK(ids.size() == 3);
    CHECK(ids.contains(ChatbotId::parse("A").value()));
}

TEST_CASE("An id is written as its text") {
    std::ostringstream out;
    out << ChatbotId::parse("shop").value() << ' ' << AccountId::parse("acme").value();
    CHECK(out.str() == "shop acme");
}

TEST_CASE("Ids of different things, and unchecked texts, do not convert to each other") {
    STATIC_REQUIRE_FALSE(std::is_constructible_v<ChatbotId, AccountId>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<ChatbotId, std::string>);
    STATIC_REQUIRE_FALSE(std::is_default_constructible_v<ChatbotId>);
}
