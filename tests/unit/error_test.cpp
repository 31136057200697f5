// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/error.hpp>

#include "support/catch.hpp"

#include <iomanip>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

using namespace human_support;

namespace {

struct CodeRow {
    Errc code;
    int number;
    std::string_view name;
    std::optional<std::errc> condition; ///< of the standard, which the code equals
};

std::vector<CodeRow> const codes{
    {Errc::invalid_json, 1, "invalid_json", std::errc::invalid_argument},
    {Errc::invalid_settings, 2, "invalid_settings", std::errc::invalid_argument},
    {Errc::invalid_argument, 3, "invalid_argument", std::errc::invalid_argument},
    {Errc::too_large, 4, "too_large", std::errc::message_size},
    {Errc::not_found, 5, "not_found", std::errc::no_such_file_or_directory},
    {Errc::already_exists, 6, "already_exists", std::errc::file_exists},
    {Errc::revision_mismatch, 7, "revision_mismatch", {}},
    {Errc::unauthenticated, 8, "unauthenticated", std::errc::permission_denied},
    {Errc::forbidden, 9, "forbidden", std::errc::permission_denied},
    {Errc::busy, 10, "busy", std::errc::resource_unavailable_try_again},
    {Errc::storage_full, 11, "storage_full", std::errc::no_space_on_device},
    {Errc::storage_failed, 12, "storage_failed", std::errc::io_error},
    {Errc::storage_corrupt, 13, "storage_corrupt", {}},
    {Errc::schema_too_new, 14, "schema_too_new", {}},
    {Errc::outcome_unknown, 15, "outcome_unknown", {}},
    {Errc::feed_restarted, 16, "feed_restarted", {}},
};

struct ViolationRow {
    ViolationCode code;
    std::string_view name;
};

std::vector<ViolationRow> const violation_codes{
    {ViolationCode::wrong_type, "wrong_type"},
    {ViolationCode::unknown_member, "unknown_member"},
    {ViolationCode::text_too_long, "text_too_long"},
    {ViolationCode::control_character, "control_character"},
    {ViolationCode::invalid_utf8, "invalid_utf8"},
    {ViolationCode::invalid_email, "invalid_email"},
    {ViolationCode::too_many_emails, "too_many_emails"},
    {ViolationCode::repeated_email, "repeated_email"},
    {ViolationCode::missing_member, "missing_member"},
    {ViolationCode::invalid_format, "invalid_format"},
};

constexpr Errc no_code{};

} // namespace

TEST_CASE("Every error code has its number and its name") {
    for (auto const& row : codes) {
        INFO(row.name);
        CHECK(static_cast<int>(row.code) == row.number);
        CHECK(name(row.code) == row.name);
    }
}

TEST_CASE("Every violation code has its name") {
    for (auto const& row : violation_codes) {
        CHECK(name(row.code) == row.name);
    }
}

TEST_CASE("The tables of this test hold every code") {
    CHECK(name(static_cast<Errc>(codes.size() + 1)) == "unknown");
    CHECK(name(static_cast<ViolationCode>(violation_codes.size())) == "unknown");
}

TEST_CASE("Every error code has a sentence of its own") {
    std::set<std::string_view> sentences;
    for (auto const& row : codes) {
        INFO(row.name);
        std::string_view const sentence = default_message(row.code);
        CHECK(sentence != default_message(no_code));
        CHECK(sentence.ends_with('.'));
        CHECK(sentences.insert(sentence).second);
    }
}

TEST_CASE("Every error code is a std::error_code of the library's category") {
    for (auto const& row : codes) {
        INFO(row.name);
        std::error_code const code = row.code;
        CHECK(code);
        CHECK(code == row.code);
        CHECK(code.value() == row.number);
        CHECK(code.category() == error_category());
        CHECK(code.message() == default_message(row.code));
    }
    CHECK(error_category().name() == std::string_view("human_support"));
    CHECK(std::error_code(Errc::busy) != std::error_code(Errc::not_found));
}

TEST_CASE("An error code equals the standard's condition that says the same, and no other") {
    for (auto const& row : codes) {
        INFO(row.name);
        std::error_code const code = row.code;
        for (auto const& other : codes) {
            if (other.condition) {
                CHECK((code == *other.condition) == (row.condition == other.condition));
            }
        }
        auto const condition = code.default_error_condition();
        CHECK(condition == (row.condition ? std::make_error_condition(*row.condition)
                                          : std::error_condition(row.number, error_category())));
    }
}

TEST_CASE("A number that is no code of the library equals no condition of the standard") {
    for (int const number : {0, 17, -1}) {
        std::error_code const code(number, error_category());
        CHECK(code.default_error_condition() == std::error_condition(number, error_category()));
        CHECK(code.message() == "Unknown error.");
    }
}

TEST_CASE("An error that is made of a code alone has the code's sentence and no violations") {
    for (auto const& row : codes) {
        INFO(row.name);
        Error const error = row.code;
        CHECK(error.code() == row.code);
        CHECK(error.message() == default_message(row.code));
        CHECK(error.violations().empty());
    }
}

TEST_CASE("Nothing but a code converts to an error") {
    STATIC_REQUIRE(std::is_convertible_v<Errc, Error>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<std::string, Error>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<char const*, Error>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<int, Error>);
}

TEST_CASE("Errors are equal if code, sentence and violations are") {
    Violation const violation{"/a", ViolationCode::wrong_type, "Must be true or false."};
    Error const error(Errc::invalid_settings, "Correct it.", {violation});
    CHECK(error == Error(Errc::invalid_settings, "Correct it.", {violation}));
    CHECK(error != Error(Errc::invalid_json, "Correct it.", {violation}));
    CHECK(error != Error(Errc::invalid_settings, "Try again.", {violation}));
    CHECK(error != Error(Errc::invalid_settings, "Correct it."));
}

TEST_CASE("The error of values that break rules carries the violations in their order") {
    std::vector<Violation> const violations{
        {"/b", ViolationCode::wrong_type, "Must be a string."},
        {"/a", ViolationCode::unknown_member, "There is no setting with this name."}};
    Error const error = invalid_settings(violations);
    CHECK(error.code() == Errc::invalid_settings);
    CHECK(error.message() == default_message(Errc::invalid_settings));
    CHECK(error.violations() == violations);
}

TEST_CASE("Of many mistakes the first are reported, and the sentence says that there are more") {
    auto const mistakes = [](std::size_t count) {
        return std::vector(count, Violation{"/a", ViolationCode::wrong_type, "Must be a string."});
    };
    Error const all = invalid_settings(mistakes(max_violations));
    CHECK(all.violations().size() == max_violations);
    CHECK(all.message() == default_message(Errc::invalid_settings));

    Error const more = invalid_settings(mistakes(max_violations + 1));
    CHECK(more.violations().size() == max_violations);
    CHECK(more.message() == std::string(default_message(Errc::invalid_settings)) +
                                " There are more mistakes than the 50 that are shown.");
}

TEST_CASE("A code is written as its name, and an error and a violation with their sentences") {
    std::ostringstream out;
    out << Errc::busy << '|' << ViolationCode::too_many_emails << '|' << Error(Errc::busy, "Wait.")
        << '|' << Violation{"/a", ViolationCode::wrong_type, "Must be a string."};
    CHECK(out.str() == "busy|too_many_emails|busy: Wait.|/a: wrong_type: Must be a string.");
}

TEST_CASE("The width of a stream applies to all that is written of an error") {
    std::ostringstream out;
    out << std::setw(13) << Error(Errc::busy, "Wait.") << '|' << std::setw(6) << Errc::busy;
    CHECK(out.str() == "  busy: Wait.|  busy");
}

TEST_CASE("The parts of a temporary error outlive it") {
    auto const failed = [] {
        return invalid_settings(
            {{"/a", ViolationCode::wrong_type, "A."}, {"/b", ViolationCode::wrong_type, "B."}});
    };
    std::string pointers;
    for (auto const& violation : failed().violations()) {
        pointers += violation.pointer;
    }
    CHECK(pointers == "/a/b");
    auto const& message = failed().message();
    CHECK(message == default_message(Errc::invalid_settings));
    STATIC_REQUIRE(!std::is_reference_v<decltype(failed().violations())>);
}
