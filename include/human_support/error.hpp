// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <boost/system/result.hpp>

#include <ostream>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

namespace human_support {

/// What went wrong, in a form that a program can act on.
///
/// The numbers are those of the `std::error_code`; `name()` gives the stable code of the API.
enum class Errc {
    invalid_json = 1,  ///< The text is not JSON (RFC 8259). Send it corrected.
    invalid_settings,  ///< Values break a rule; see the violations. Send them corrected.
    invalid_argument,  ///< An argument breaks a documented rule. Correct the call.
    too_large,         ///< The body is over the limit. Send less.
    not_found,         ///< There is no such record. Create it.
    already_exists,    ///< There is a record already. Update it instead.
    revision_mismatch, ///< The record changed meanwhile. Read it again, then decide again.
    unauthenticated,   ///< The caller did not say who it is. Sign in.
    forbidden,         ///< The caller may not do this. Trying again does not help.
    busy,              ///< Others hold the storage. Trying again soon helps.
    storage_full,      ///< No room; nothing was stored. Trying again helps once there is room.
    storage_failed,    ///< Storage reported an error; nothing was stored. May be passing.
    storage_corrupt,   ///< What is stored is damaged. Restore a backup.
    schema_too_new,    ///< A newer version of the library wrote the store. Upgrade this one.
    outcome_unknown,   ///< The commit itself failed: all of it may be stored, or none. Read first.
    feed_restarted,    ///< The mark is of another store or out of reach. Drop what came of it.
};

/// The stable code of `code` in snake case, as the API shows it, such as `"not_found"`.
[[nodiscard]] constexpr std::string_view name(Errc code) noexcept {
    switch (code) {
    case Errc::invalid_json: return "invalid_json";
    case Errc::invalid_settings: return "invalid_settings";
    case Errc::invalid_argument: return "invalid_argument";
    case Errc::too_large: return "too_large";
    case Errc::not_found: return "not_found";
    case Errc::already_exists: return "already_exists";
    case Errc::revision_mismatch: return "revision_mismatch";
    case Errc::unauthenticated: return "unauthenticated";
    case Errc::forbidden: return "forbidden";
    case Errc::busy: return "busy";
    case Errc::storage_full: return "storage_full";
    case Errc::storage_failed: return "storage_failed";
    case Errc::storage_corrupt: return "storage_corrupt";
    case Errc::schema_too_new: return "schema_too_new";
    case Errc::outcome_unknown: return "outcome_unknown";
    case Errc::feed_restarted: return "feed_restarted";
    }
    return "unknown";
}

/// A sentence for a person that says what to do about `code`.
[[nodiscard]] constexpr std::string_view default_message(Errc code) noexcept {
    switch (code) {
    case Errc::invalid_json: return "The text is not valid JSON; correct it and send it again.";
    case Errc::invalid_settings:
        return "Some values are not allowed; correct them and send them again.";
    case Errc::invalid_argument: return "An argument is not allowed; correct it and try again.";
    case Errc::too_large: return "The body is too large; send less.";
    case Errc::not_found:
        return "There are no human support settings for this chatbot; create them first.";
    case Errc::already_exists:
        return "There are human support settings for this chatbot already; update them instead.";
    case Errc::revision_mismatch:
        return "The human support settings have changed meanwhile; read them again, then try "
               "again.";
    case Errc::unauthenticated: return "Sign in, then try again.";
    case Errc::forbidden: return "You may not do this.";
    case Errc::busy: return "This is not possible at the moment; try again soon.";
    case Errc::storage_full:
        return "The storage is full and nothing was stored; make room, then try again.";
    case Errc::storage_failed: return "The storage failed and nothing was stored; try again later.";
    case Errc::storage_corrupt: return "The storage is damaged; restore a backup.";
    case Errc::schema_too_new:
        return "The storage was written by a newer version; upgrade this program.";
    case Errc::outcome_unknown:
        return "The storage failed while it stored; read the settings to see whether they changed.";
    case Errc::feed_restarted:
        return "The change feed has restarted; drop what was read from it and begin anew.";
    }
    return "Unknown error.";
}

/// The category of `Errc` as a `std::error_code`; its name is `"human_support"`.
[[nodiscard]] inline std::error_category const& error_category() noexcept {
    class Category final : public std::error_category {
    public:
        [[nodiscard]] char const* name() const noexcept override { return "human_support"; }
        [[nodiscard]] std::string message(int value) const override {
            return std::string(default_message(static_cast<Errc>(value)));
        }
    };
    static Category const category;
    return category;
}

/// Found by `std::error_code`'s converting constructor.
[[nodiscard]] inline std::error_code make_error_code(Errc code) noexcept {
    return {static_cast<int>(code), error_category()};
}

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

    /// The same of a temporary, such as `result.error()`, which does not live as long as its parts
    /// are used in a range-based for loop.
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

/// What `Result::value()` calls where there is no value: throws a `std::system_error`. The one
/// place where the library throws on purpose.
[[noreturn]] inline void throw_exception_from_error(Error const& error,
                                                    boost::source_location const&) {
    throw std::system_error(make_error_code(error.code()), error.message());
}

/// A value, or the `Error` that kept it from being made.
///
/// Has the interface of `boost::system::result` (Boost.System's manual, "result"): test it like a
/// bool, reach the value with `*` and `->` once tested, or with `value()`, which throws a
/// `std::system_error` where there is none.
template <class T>
class [[nodiscard]] Result : public boost::system::result<T, Error> {
public:
    using boost::system::result<T, Error>::result;
};

/// Writes `code: message`, such as for a log.
template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             Error const& error) {
    return out << name(error.code()) << ": " << error.message();
}

/// Writes the error, or `a value` whatever that is, so that test frameworks can show any result.
template <class Traits, class T>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             Result<T> const& result) {
    return result ? out << "a value" : out << result.error();
}

} // namespace human_support

template <>
struct std::is_error_code_enum<human_support::Errc> : std::true_type {};
