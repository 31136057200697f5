// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/result.hpp>

#include "support/catch.hpp"

#include <exception>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

using namespace human_support;

TEST_CASE("A result holds a value and no error") {
    Result<std::string> result = std::string("value");
    REQUIRE(result.has_value());
    CHECK(static_cast<bool>(result));
    CHECK(*result == "value");
    CHECK(result->size() == 5);
    CHECK(result.value() == "value");
}

TEST_CASE("A result holds an error and no value") {
    Result<std::string> const of_code = Errc::busy;
    CHECK_FALSE(static_cast<bool>(of_code));
    CHECK_FALSE(of_code.has_value());
    CHECK(of_code.error() == Error(Errc::busy));

    Result<std::string> const of_error = Error(Errc::busy, "Wait for the other one.");
    CHECK_FALSE(of_error.has_value());
    CHECK(of_error.error().message() == "Wait for the other one.");
}

TEST_CASE("A result without a value throws its code, and its sentence once") {
    for (int number = 1; name(static_cast<Errc>(number)) != "unknown"; ++number) {
        auto const code = static_cast<Errc>(number);
        INFO(code);
        for (auto const& error : {Error(code), Error(code, "What to do next.")}) {
            Result<int> const result = error;
            try {
                static_cast<void>(result.value());
                FAIL("value() returned");
            } catch (std::system_error const& thrown) {
                std::system_error const copy = thrown; // without what() of ours
                CHECK(copy.code() == code);
                CHECK(thrown.what() == error.message()); // once
            }
            try {
                Result<void>(error).value();
                FAIL("value() returned");
            } catch (std::exception const& thrown) {
                CHECK(thrown.what() == error.message());
            }
        }
    }
}

TEST_CASE("A result holds what can only be moved") {
    Result<std::unique_ptr<int>> result = std::make_unique<int>(7);
    std::unique_ptr<int> const value = std::move(result).value();
    REQUIRE(value);
    CHECK(*value == 7);
}

TEST_CASE("A null pointer in a result is a value, and no failure") {
    Result<std::shared_ptr<int const>> const result = nullptr;
    REQUIRE(result.has_value());
    CHECK(*result == nullptr);
}

TEST_CASE("An empty optional in a result is a value, and no failure") {
    Result<std::optional<int>> const result = std::nullopt;
    REQUIRE(result.has_value());
    CHECK(*result == std::nullopt);
}

TEST_CASE("A result of nothing is a success, or an error and throws it") {
    Result<void> const success;
    CHECK(success.has_value());
    CHECK_NOTHROW(success.value());

    Result<void> const failure = Errc::busy;
    CHECK_FALSE(static_cast<bool>(failure));
    CHECK(failure.error() == Error(Errc::busy));
    CHECK_THROWS_AS(failure.value(), std::system_error);
}

TEST_CASE("What a result that goes away is asked for may be kept by reference") {
    auto const failed = [] { return Result<std::string>(Error(Errc::busy, "Wait.")); };
    auto const made = [] { return Result<std::string>("a text that is no short one at all"); };
    Error const& error = failed().error();
    std::string const& value = made().value();
    CHECK(error.message() == "Wait.");
    CHECK(value == "a text that is no short one at all");
}

TEST_CASE("A value in a result can be changed") {
    Result<std::vector<int>> result = std::vector{1};
    result->push_back(2);
    (*result).push_back(3);
    result.value().push_back(4);
    CHECK(*result == std::vector{1, 2, 3, 4});
}

TEST_CASE("Results are equal if their values or their errors are") {
    CHECK(Result<int>(7) == Result<int>(7));
    CHECK(Result<int>(7) == 7);
    CHECK(Result<int>(7) != Result<int>(8));
    CHECK(Result<int>(0) != Result<int>(Errc::busy));
    CHECK(Result<int>(Errc::busy) == Errc::busy);
    CHECK(Result<int>(Errc::busy) != Result<int>(Errc::not_found));
    CHECK(Result<void>() == Result<void>());
    CHECK(Result<void>() != Errc::busy);
}

TEST_CASE("A result is made of its value or of an error, and of nothing else") {
    STATIC_REQUIRE(std::is_convertible_v<char const*, Result<std::string>>);
    STATIC_REQUIRE(std::is_convertible_v<Errc, Result<std::string>>);
    STATIC_REQUIRE(std::is_convertible_v<Error, Result<std::string>>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<Result<std::string>, Result<int>>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<Result<int>, std::string>);
}

TEST_CASE("A result is shown as its error, or as the same words for any value") {
    std::ostringstream out;
    out << Result<int>(Errc::not_found) << '|' << Result<int>(7);
    CHECK(out.str() == "not_found: " + std::string(default_message(Errc::not_found)) + "|a value");
}

TEST_CASE("Comparing with a code ignores the sentence") {
    Error const error(Errc::busy, "Another process holds the file; try again.");
    CHECK(error == Errc::busy);
    CHECK(Errc::busy == error);
    CHECK(error != Errc::not_found);
    CHECK(Result<int>(error) == Errc::busy);
    CHECK(Result<int>(error) != Errc::not_found);
    CHECK(Result<void>(error) == Errc::busy);
    CHECK(Result<void>(error) != Errc::not_found);
    CHECK(Result<int>(7) != Errc::busy);
    CHECK(Result<void>() != Errc::busy);
    CHECK(error != Error(Errc::busy)); // two errors are compared whole
}

TEST_CASE("There is no error without a code, and no result that is both") {
    STATIC_REQUIRE_FALSE(std::is_default_constructible_v<Error>);
    STATIC_REQUIRE_FALSE(std::is_default_constructible_v<Result<int>>);
    STATIC_REQUIRE(std::is_same_v<Result<int>::value_type, int>);
    STATIC_REQUIRE(std::is_same_v<Result<int>::error_type, Error>);
}

template <class R>
concept TakesArrow = requires {
    std::declval<R>().operator->();
};

TEST_CASE("Nothing that a range-based for loop is given of a temporary result dangles") {
    auto const made = [] {
        return Result<std::vector<std::string>>(
            std::vector<std::string>{"a text, and no short one"});
    };
    std::string all;
    for (auto const& text : *made()) {
        all += text;
    }
    for (auto const& text : made().value()) {
        all += text;
    }
    CHECK(all == "a text, and no short onea text, and no short one");
    STATIC_REQUIRE_FALSE(std::is_reference_v<decltype(*made())>);
    STATIC_REQUIRE_FALSE(TakesArrow<Result<std::string>>);
    STATIC_REQUIRE_FALSE(TakesArrow<Result<std::string> const>);
    STATIC_REQUIRE(TakesArrow<Result<std::string>&>);
    STATIC_REQUIRE(TakesArrow<Result<std::string> const&>);
}

TEST_CASE("A result gives its value, or another in its place") {
    Result<std::string> const made = "made";
    Result<std::string> const failed = Errc::busy;
    CHECK(made.value_or("other") == "made");
    CHECK(failed.value_or("other") == "other");
    CHECK(Result<std::unique_ptr<int>>(Errc::busy).value_or(nullptr) == nullptr);
    CHECK(*Result<std::unique_ptr<int>>(std::make_unique<int>(7)).value_or(nullptr) == 7);
}

TEST_CASE("A result goes on with its value, or passes its error on") {
    Result<int> const seven = 7;
    Result<int> const failed = Error(Errc::busy, "Wait.");
    auto const half = [](int value) {
        return value % 2 == 0 ? Result<int>(value / 2) : Result<int>(Errc::invalid_argument);
    };
    auto const text = [](int value) { return std::to_string(value); };
    CHECK(seven.and_then(half) == Errc::invalid_argument);
    CHECK(failed.and_then(half) == failed);
    CHECK(seven.transform(text) == std::string("7"));
    CHECK(failed.transform(text).error() == failed.error());
    CHECK(seven.transform([](int) {}).has_value());
    CHECK(failed.transform([](int) {}) == Errc::busy);

    auto const moved = Result<std::unique_ptr<int>>(std::make_unique<int>(8))
                           .transform([](std::unique_ptr<int> value) { return *value; })
                           .and_then(half);
    CHECK(moved == 4);
    CHECK(Result<std::unique_ptr<int>>(Errc::busy)
              .transform([](std::unique_ptr<int> value) { return *value; })
              .and_then(half) == Errc::busy);

    CHECK(Result<void>().and_then([] { return Result<int>(1); }) == 1);
    CHECK(Result<void>(Errc::busy).and_then([] { return Result<int>(1); }) == Errc::busy);
    CHECK(Result<void>().transform([] { return 2; }) == 2);
    CHECK(Result<void>(Errc::busy).transform([] {}) == Errc::busy);
}
