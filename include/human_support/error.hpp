// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/errc.hpp>

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
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

/// Why an operation did not succeed: a code for the program, a sentence for the person, and every
/// mistake that was found where the cause is a body's values.
class Error {
public:
    /// No error, with no code of `Errc`: what `Result::error()` returns where there is a value.
    Error() = default;

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

    /// The same of a temporary, which does not live as long as its parts are used in a range-based
    /// for loop.
    [[nodiscard]] std::string message() && noexcept { return std::move(message_); }

    /// Not empty only with `Errc::invalid_settings`.
    [[nodiscard]] std::vector<Violation> const& violations() const& noexcept { return violations_; }

    /// The same of a temporary.
    [[nodiscard]] std::vector<Violation> violations() && noexcept { return std::move(violations_); }

    friend bool operator==(Error const&, Error const&) = default;

private:
    Errc code_{};
    std::string message_;
    std::vector<Violation> violations_;
};

/// The error of values that break rules, with the default sentence.
[[nodiscard]] inline Error invalid_settings(std::vector<Violation> violations) {
    return {Errc::invalid_settings, std::string(default_message(Errc::invalid_settings)),
            std::move(violations)};
}

template <class T>
class Result;

namespace detail {

/// What a `Result<T>` takes for its value: whatever converts to `T`, and no other such result.
template <class U, class T>
concept ValueOf = !std::is_same_v<std::remove_cvref_t<U>, Result<T>> && std::is_convertible_v<U, T>;

/// What `Result::value()` does where there is no value. The one place where the library throws on
/// purpose.
[[noreturn]] inline void throw_error(Error const& error) {
    throw std::system_error(make_error_code(error.code()), error.message());
}

} // namespace detail

/// A value, or the `Error` that kept it from being made. Test it like a bool, then reach the value
/// with `*` and `->`; or reach it with `value()`, which throws where there is none.
///
/// Values and errors that are returned become results by themselves: `return record;`, `return
/// Errc::busy;`. What `value()` and `error()` give of a temporary may be kept: it comes by value.
template <class T>
class [[nodiscard]] Result {
public:
    /// With a value: whatever converts to `T`.
    template <detail::ValueOf<T> U = T>
    // NOLINTNEXTLINE(google-explicit-constructor,bugprone-forwarding-reference-overload)
    Result(U&& value) : value_(std::in_place, std::forward<U>(value)) {}

    /// Without one, since `error` happened.
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(Error error) : error_(std::move(error)) {}

    /// Without one, with the default sentence of `code`.
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(Errc code) : error_(code) {}

    /// Whether there is a value.
    [[nodiscard]] bool has_value() const noexcept { return value_.has_value(); }

    /// Whether there is a value.
    [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }

    /// The value; only where there is one.
    [[nodiscard]] T& operator*() & noexcept { return *value_; }
    /// The value; only where there is one.
    [[nodiscard]] T const& operator*() const& noexcept { return *value_; }
    /// The value; only where there is one.
    [[nodiscard]] T&& operator*() && noexcept { return *std::move(value_); }
    /// The value; only where there is one.
    [[nodiscard]] T* operator->() noexcept { return &*value_; }
    /// The value; only where there is one.
    [[nodiscard]] T const* operator->() const noexcept { return &*value_; }

    /// The value. Where there is none, throws a `std::system_error` with the error's code and
    /// sentence, which may be all that it is called for.
    T& value() & {
        require_value();
        return *value_;
    }
    /// The value, or throws.
    T const& value() const& { // NOLINT(modernize-use-nodiscard)
        require_value();
        return *value_;
    }
    /// The value, or throws.
    T value() && {
        require_value();
        return *std::move(value_);
    }

    /// Why there is no value; `Error()` where there is one.
    [[nodiscard]] Error const& error() const& noexcept { return error_; }
    /// Why there is no value; `Error()` where there is one.
    [[nodiscard]] Error error() && noexcept { return std::move(error_); }

    friend bool operator==(Result const&, Result const&) = default;

private:
    void require_value() const {
        if (!value_) {
            detail::throw_error(error_);
        }
    }

    std::optional<T> value_;
    Error error_;
};

/// Success, or the `Error` that prevented it.
template <>
class [[nodiscard]] Result<void> {
public:
    /// Success.
    Result() = default;

    /// Failure, since `error` happened.
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(Error error) : error_(std::move(error)) {}

    /// Failure, with the default sentence of `code`.
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(Errc code) : error_(code) {}

    /// Whether it is a success.
    [[nodiscard]] bool has_value() const noexcept { return error_.code() == Errc{}; }

    /// Whether it is a success.
    [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }

    /// Nothing, so that a template needs no case for `void`.
    void operator*() const noexcept {}

    /// Nothing. After a failure, throws a `std::system_error` with the error's code and sentence.
    void value() const {
        if (!has_value()) {
            detail::throw_error(error_);
        }
    }

    /// What happened; `Error()` after a success.
    [[nodiscard]] Error const& error() const& noexcept { return error_; }
    /// What happened; `Error()` after a success.
    [[nodiscard]] Error error() && noexcept { return std::move(error_); }

    friend bool operator==(Result const&, Result const&) = default;

private:
    Error error_;
};

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

/// Writes the error, or `a value` whatever that is, so that test frameworks can show any result.
template <class Traits, class T>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             Result<T> const& result) {
    return result ? out << "a value" : out << result.error();
}

} // namespace human_support
