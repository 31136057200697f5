// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/errc.hpp>

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace human_support {

/// The rule that a value breaks.
enum class ViolationCode {
    wrong_type,        ///< the value is of another JSON type than the setting
    unknown_member,    ///< no setting has this name; only with `UnknownMembers::reject`
    text_too_long,     ///< more code points (an email: more bytes) than the limit
    control_character, ///< a control character that the setting does not allow
    invalid_utf8,      ///< bytes that are not UTF-8; in JSON text they are `invalid_json` already
    invalid_email,     ///< not an email address
    too_many_emails,   ///< more addresses than the limit
    repeated_email,    ///< an address that is in the list already, ignoring ASCII case
    missing_member,    ///< a record lacks a member that it must have
    invalid_format,    ///< a text in a record is not the UUID, id or time that it should be
};

/// Returns the stable name of `code` that the API shows, such as `"invalid_email"`; `"unknown"` for
/// a number without a code.
[[nodiscard]] constexpr std::string_view name(ViolationCode code) noexcept {
    switch (code) {
    case ViolationCode::wrong_type: return "wrong_type";
    case ViolationCode::unknown_member: return "unknown_member";
    case ViolationCode::text_too_long: return "text_too_long";
    case ViolationCode::control_character: return "control_character";
    case ViolationCode::invalid_utf8: return "invalid_utf8";
    case ViolationCode::invalid_email: return "invalid_email";
    case ViolationCode::too_many_emails: return "too_many_emails";
    case ViolationCode::repeated_email: return "repeated_email";
    case ViolationCode::missing_member: return "missing_member";
    case ViolationCode::invalid_format: return "invalid_format";
    }
    return "unknown";
}

/// One mistake in a body.
struct Violation {
    std::string pointer; ///< the place, as a JSON Pointer (RFC 6901); `""` is the whole body
    ViolationCode code;  ///< the rule, for a program
    std::string message; ///< a sentence for a person; never quotes the value

    friend bool operator==(Violation const&, Violation const&) = default;
};

/// The largest number of violations that one error reports. More would tell a person nothing new,
/// and a small body could have a large answer.
inline constexpr std::size_t max_violations = 50;

/// The reason why an operation failed: a code for the program, a sentence for the person, and the
/// mistakes if the values of a body are wrong.
///
/// Comparing with an `Errc` compares only the code; comparing two errors compares everything.
class Error {
public:
    /// Makes an error with the default sentence of `code`.
    // NOLINTNEXTLINE(google-explicit-constructor)
    Error(Errc code) : Error(code, std::string(default_message(code))) {}

    /// Makes an error with a sentence that says what to do next.
    Error(Errc code, std::string message, std::vector<Violation> violations = {})
        : code_(code), message_(std::move(message)), violations_(std::move(violations)) {}

    /// Returns the code, for a program to act on.
    [[nodiscard]] Errc code() const noexcept { return code_; }

    /// Returns a sentence for a person that says what to do next.
    [[nodiscard]] std::string const& message() const& noexcept { return message_; }

    /// Does the same for a temporary, by value, so that the sentence outlives it.
    [[nodiscard]] std::string message() && noexcept { return std::move(message_); }

    /// Returns the mistakes, in the order in which they were found. Empty unless the code is
    /// `Errc::invalid_settings`.
    [[nodiscard]] std::vector<Violation> const& violations() const& noexcept { return violations_; }

    /// Does the same for a temporary, by value.
    [[nodiscard]] std::vector<Violation> violations() && noexcept { return std::move(violations_); }

    friend bool operator==(Error const&, Error const&) = default;

    /// Compares the codes.
    friend bool operator==(Error const& error, Errc code) noexcept { return error.code_ == code; }

private:
    Errc code_;
    std::string message_;
    std::vector<Violation> violations_;
};

namespace detail {

/// Adds a violation to `found`, unless there are more than `max_violations` already.
inline void add_violation(std::vector<Violation>& found, Violation violation) {
    if (found.size() <= max_violations) {
        found.push_back(std::move(violation));
    }
}

} // namespace detail

/// Returns the error `invalid_settings` with the first `max_violations` mistakes. Its sentence says
/// if there were more.
[[nodiscard]] inline Error invalid_settings(std::vector<Violation> violations) {
    std::string message(default_message(Errc::invalid_settings));
    if (violations.size() > max_violations) {
        violations.erase(violations.begin() + max_violations, violations.end());
        message += " There are more mistakes than the " + std::to_string(max_violations) +
                   " that are shown.";
    }
    return {Errc::invalid_settings, std::move(message), std::move(violations)};
}

/// Returns `pointer: code: message`, for a log.
[[nodiscard]] inline std::string to_string(Violation const& violation) {
    return std::string(violation.pointer)
        .append(": ")
        .append(name(violation.code))
        .append(": ")
        .append(violation.message);
}

/// Returns `code: message`, for a log, without the violations.
[[nodiscard]] inline std::string to_string(Error const& error) {
    return std::string(name(error.code())).append(": ").append(error.message());
}

// These are templates, so that <iosfwd> is enough: <ostream> takes long to compile.

/// Writes the name of `code`.
template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             ViolationCode code) {
    return out << name(code);
}

/// Writes `to_string(violation)`.
template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             Violation const& violation) {
    return out << to_string(violation);
}

/// Writes `to_string(error)`.
template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             Error const& error) {
    return out << to_string(error);
}

} // namespace human_support
