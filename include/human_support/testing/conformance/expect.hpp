// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/settings_fields.hpp>
#include <human_support/testing/conformance/describe.hpp>

#include <boost/assert/source_location.hpp>

#include <exception>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#if !defined(__cpp_exceptions)
#error                                                                                             \
    "The conformance checks report what they find by exceptions: compile them without -fno-exceptions."
#include <stopped_by_the_error_above> // compilers go on after an #error
#endif

namespace human_support::testing {

/// What a check throws if an engine does not keep the contract. `what()` says it all in one
/// line: the place in the check, what was looked at, what was expected there and what was found.
class ConformanceFailure : public std::exception {
public:
    ConformanceFailure(std::string_view looked_at, std::string expected, std::string found,
                       boost::source_location const& where)
        : file_(where.file_name()), line_(where.line()), expected_(std::move(expected)),
          found_(std::move(found)), message_(fmt::format("{}:{}: {}: expected {}, found {}", file_,
                                                         line_, looked_at, expected_, found_)) {}

    [[nodiscard]] char const* what() const noexcept override { return message_.c_str(); }

    [[nodiscard]] std::string const& file() const noexcept { return file_; }
    [[nodiscard]] unsigned line() const noexcept { return line_; }
    [[nodiscard]] std::string const& expected() const noexcept { return expected_; }
    [[nodiscard]] std::string const& found() const noexcept { return found_; }

private:
    std::string file_;
    unsigned line_;
    std::string expected_;
    std::string found_;
    std::string message_;
};

/// Fails unless `holds`; `promise` is a sentence that says what should hold.
inline void expect(bool holds, std::string_view promise,
                   boost::source_location const& where = BOOST_CURRENT_LOCATION) {
    if (!holds) {
        throw ConformanceFailure(promise, "that it holds", "that it does not", where);
    }
}

/// Fails unless the two are equal.
template <class T>
void expect_equal(std::string_view looked_at, T const& found,
                  std::type_identity_t<T> const& expected,
                  boost::source_location const& where = BOOST_CURRENT_LOCATION) {
    if (!(found == expected)) {
        throw ConformanceFailure(looked_at, describe(expected), describe(found), where);
    }
}

/// The value of `result`; fails if it has none.
template <class T>
[[nodiscard]] T value_of(std::string_view call, Result<T> result,
                         boost::source_location const& where = BOOST_CURRENT_LOCATION) {
    if (!result) {
        throw ConformanceFailure(
            call, "success",
            fmt::format("{} ({})", name(result.error().code()), result.error().message()), where);
    }
    return *std::move(result);
}

/// Fails unless `result` is the error `expected`.
template <class T>
void expect_error(std::string_view call, Result<T> const& result, Errc expected,
                  boost::source_location const& where = BOOST_CURRENT_LOCATION) {
    if (result) {
        throw ConformanceFailure(call, describe(expected), "success", where);
    }
    expect_equal(call, result.error().code(), expected, where);
}

/// Fails unless `found` is there and equals `expected` in every member; names the first member that
/// differs.
inline void expect_record(SettingsRecordPtr const& found, SettingsRecord const& expected,
                          boost::source_location const& where = BOOST_CURRENT_LOCATION) {
    expect(found != nullptr, "the record of " + describe(expected.chatbot_id) + " is there", where);
    expect_equal("chatbot_id", found->chatbot_id, expected.chatbot_id, where);
    expect_equal("revision", found->revision, expected.revision, where);
    expect_equal("epoch", found->epoch, expected.epoch, where);
    expect_equal("id", found->id, expected.id, where);
    expect_equal("account_id", found->account_id, expected.account_id, where);
    expect_equal("updated_by", found->updated_by, expected.updated_by, where);
    expect_equal("created_at", found->created_at, expected.created_at, where);
    expect_equal("updated_at", found->updated_at, expected.updated_at, where);
    for_each_field([&](auto const& field) {
        expect_equal(field.json_name, found->settings.*field.member,
                     expected.settings.*field.member, where);
    });
    expect(*found == expected, "the record is the same in members that have no line here", where);
}

} // namespace human_support::testing
