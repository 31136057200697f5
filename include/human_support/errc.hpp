// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/language.hpp>

#include <iosfwd>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>

namespace human_support {

/// The kind of a failure, for a program to act on.
///
/// The numbers are those of the `std::error_code`, and never change; `name()` gives the stable code
/// of the API.
enum class Errc {
    invalid_json = 1,  ///< The text is not JSON (RFC 8259). Send it corrected.
    invalid_settings,  ///< Values break a rule; see the violations. Send them corrected.
    invalid_argument,  ///< An argument breaks a documented rule. Correct the call.
    too_large,         ///< A limit is exceeded, such as a body's. Send less, or raise it.
    not_found,         ///< There is no such record. Create it first.
    already_exists,    ///< There is a record already. Update it instead.
    revision_mismatch, ///< The record has changed. Read it again, then decide again.
    unauthenticated,   ///< The caller did not say who it is. Sign in.
    forbidden,         ///< The caller may not do this. Trying again does not help.
    busy,              ///< Others are using the storage. Trying again soon helps.
    storage_full,      ///< No room; nothing was stored. Make room, then try again.
    storage_failed,    ///< Storage reported an error; nothing was stored. Trying later may help.
    storage_corrupt,   ///< What is stored is damaged. Restore a backup.
    schema_too_new,    ///< A newer version of the library wrote the store. Upgrade this one.
    outcome_unknown,   ///< The commit failed: all of it may be stored, or none. Read to check.
    feed_restarted,    ///< The mark is of another store, or too old. Read from the beginning.
};

/// Returns the stable name of `code` that the API shows, such as `"not_found"`; `"unknown"` for a
/// number without a code.
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

/// Returns a sentence for a person that says what to do about `code`.
[[nodiscard]] constexpr std::string_view default_message(Errc code) noexcept {
    switch (code) {
    case Errc::invalid_json: return "The text is not valid JSON; correct it and send it again.";
    case Errc::invalid_settings:
        return "Some values are not allowed; correct them and send them again.";
    case Errc::invalid_argument: return "An argument is not allowed; correct it and try again.";
    case Errc::too_large: return "The body is too large; send a smaller one.";
    case Errc::not_found:
        return "There are no human support settings for this chatbot; create them first.";
    case Errc::already_exists:
        return "This chatbot already has human support settings; update them instead.";
    case Errc::revision_mismatch:
        return "The human support settings have changed in the meantime; read them again, then "
               "try again.";
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
        return "The change may or may not have taken effect; read the settings to check.";
    case Errc::feed_restarted:
        return "The change feed has restarted; discard what was read from it and read it from its "
               "beginning.";
    }
    return "Unknown error.";
}

// Codes of two shared libraries are equal only if both libraries have the same category. So the
// category is visible from outside, even if the libraries hide inline functions. Even so, each DLL
// on Windows has a category of its own, and so may a library that dlopen loads with RTLD_LOCAL.
#if defined(__GNUC__) && !defined(_WIN32)
#pragma GCC visibility push(default)
#endif

namespace detail {

/// See `error_category()`.
class ErrorCategory final : public std::error_category {
public:
    [[nodiscard]] char const* name() const noexcept override { return "human_support"; }

    [[nodiscard]] std::string message(int value) const override {
        return std::string(default_message(static_cast<Errc>(value)));
    }

    [[nodiscard]] std::error_condition default_error_condition(int value) const noexcept override {
        switch (static_cast<Errc>(value)) {
        case Errc::invalid_json:
        case Errc::invalid_settings:
        case Errc::invalid_argument: return std::errc::invalid_argument;
        case Errc::too_large: return std::errc::message_size;
        case Errc::not_found: return std::errc::no_such_file_or_directory;
        case Errc::already_exists: return std::errc::file_exists;
        case Errc::unauthenticated:
        case Errc::forbidden: return std::errc::permission_denied;
        case Errc::busy: return std::errc::resource_unavailable_try_again;
        case Errc::storage_full: return std::errc::no_space_on_device;
        case Errc::storage_failed: return std::errc::io_error;
        case Errc::revision_mismatch:
        case Errc::storage_corrupt:
        case Errc::schema_too_new:
        case Errc::outcome_unknown:
        case Errc::feed_restarted: break; // nothing of `std::errc` says this
        }
        return {value, *this};
    }
};

} // namespace detail

/// Returns the category of `Errc` as a `std::error_code`; its name is `"human_support"`.
/// Thread-safe.
///
/// A code equals the condition of `std::errc` that says the same, so that code that knows only the
/// standard's conditions can act on ours:
///
/// | codes | equal `std::errc::` |
/// | --- | --- |
/// | invalid_json, invalid_settings, invalid_argument | invalid_argument |
/// | too_large | message_size |
/// | not_found | no_such_file_or_directory |
/// | already_exists | file_exists |
/// | unauthenticated, forbidden | permission_denied |
/// | busy | resource_unavailable_try_again |
/// | storage_full | no_space_on_device |
/// | storage_failed | io_error |
///
/// The others equal none.
[[nodiscard]] inline std::error_category const& error_category() noexcept {
    static detail::ErrorCategory const category;
    return category;
}

#if defined(__GNUC__) && !defined(_WIN32)
#pragma GCC visibility pop
#endif

/// Returns `code` as a `std::error_code`. The converting constructor of `std::error_code` calls it.
[[nodiscard]] inline std::error_code make_error_code(Errc code) noexcept {
    return {static_cast<int>(code), error_category()};
}

// This is a template, so that <iosfwd> is enough: <ostream> takes long to compile.

/// Writes the name of `code`.
template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out, Errc code) {
    return out << name(code);
}

} // namespace human_support

template <>
struct std::is_error_code_enum<human_support::Errc> : std::true_type {};
