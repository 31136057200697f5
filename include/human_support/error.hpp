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

/// Which rule a value breaks.
enum class ViolationCode {
    wrong_type,        ///< the value is of another JSON type than the setting
    unknown_member,    ///< no setting has this name; only where unknown members are refused
    text_too_long,     ///< more code points (an email: more bytes) than the limit
    control_character, ///< a control character that the setting does not allow
    invalid_utf8,      ///< bytes that are not UTF-8; JSON text never gets this far with them
    invalid_email,     ///< not an email address
    too_many_emails,   ///< more addresses than the limit
    repeated_email,    ///< an address that stands earlier in the list
    missing_member,    ///< a record lacks what it cannot do without
    invalid_format,    ///< a text of a record is not a UUID, an id or a time, as it should be
};

/// The stable code of `code` in snake case, as the API shows it, such as `"invalid_email"`.
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
    std::string pointer; ///< where, as a JSON Pointer (RFC 6901); `""` is the body itself
    ViolationCode code;  ///< the rule, for a program
    std::string message; ///< a sentence for a person; never quotes the value

    friend bool operator==(Violation const&, Violation const&) = default;
};

/// The most violations that one error reports. More would tell a person nothing new, and let a
/// small body have a large answer.
inline constexpr std::size_t max_violations = 50;

/// Why an operation did not succeed: a code for the program, a sentence for the person, and the
/// mistakes that were found if the cause is a body's values.
///
/// Compared with an `Errc`, only the code counts; compared with another error, everything does.
class Error {
public:
    /// With the default sentence of `code`.
    // NOLINTNEXTLINE(google-explicit-constructor)
    Error(Errc code) : Error(code, std::string(default_message(code))) {}

    /// `message` is a sentence that says what to do next.
    Error(Errc code, std::string message, std::vector<Violation> violations = {})
        : code_(code), message_(std::move(message)), violations_(std::move(violations)) {}

    /// For a program to act on.
    [[nodiscard]] Errc code() const noexcept { return code_; }

    /// A sentence for a person that says what to do next.
    [[nodiscard]] std::string const& message() const& noexcept { return message_; }

    /// Does the same for a temporary, whose sentence would be gone before it is read.
    [[nodiscard]] std::string message() && noexcept { return std::move(message_); }

    /// The mistakes, in the order in which they were found. Not empty only with
    /// `Errc::invalid_settings`.
    [[nodiscard]] std::vector<Violation> const& violations() const& noexcept { return violations_; }

    /// Does the same for a temporary.
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

/// Adds a violation to those that were found, unless there are enough already to say that there are
/// more than `max_violations`.
inline void add_violation(std::vector<Violation>& found, Violation violation) {
    if (found.size() <= max_violations) {
        found.push_back(std::move(violation));
    }
}

} // namespace detail

/// Makes the error of values that break rules, with the first `max_violations` of the mistakes. Its
/// sentence says if there were more.
[[nodiscard]] inline Error invalid_settings(std::vector<Violation> violations) {
    std::string message(default_message(Errc::invalid_settings));
    if (violations.size() > max_violations) {
        violations.erase(violations.begin() + max_violations, violations.end());
        message += " There are more mistakes than the " + std::to_string(max_violations) +
                   " that are shown.";
    }
    return {Errc::invalid_settings, std::move(message), std::move(violations)};
}

/// `pointer: code: message`, such as for a log.
[[nodiscard]] inline std::string to_string(Violation const& violation) {
    return std::string(violation.pointer)
        .append(": ")
        .append(name(violation.code))
        .append(": ")
        .append(violation.message);
}

/// `code: message`, such as for a log.
[[nodiscard]] inline std::string to_string(Error const& error) {
    return std::string(name(error.code())).append(": ").append(error.message());
}

// Templates, so that <iosfwd> is enough here: <ostream> is dear to include.

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
