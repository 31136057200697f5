// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/result.hpp>

#include <stdexcept>
#include <utility>

namespace program {

/// What the program tells the shell. Scripts depend on the numbers, so they never change.
enum class ExitCode {
    done = 0,
    failed = 1, ///< what no other code names, such as standard output that cannot be written
    usage = 2,
    invalid_input = 3,
    not_found = 4,
    conflict = 5, ///< already there, or another revision than expected
    storage = 6,
};

[[nodiscard]] constexpr ExitCode exit_code(human_support::Errc code) noexcept {
    using human_support::Errc;
    switch (code) {
    case Errc::invalid_json:
    case Errc::invalid_settings:
    case Errc::invalid_argument:
    case Errc::too_large:
    case Errc::unauthenticated:
    case Errc::forbidden: return ExitCode::invalid_input;
    case Errc::not_found: return ExitCode::not_found;
    case Errc::already_exists:
    case Errc::revision_mismatch: return ExitCode::conflict;
    case Errc::busy:
    case Errc::storage_full:
    case Errc::storage_failed:
    case Errc::storage_corrupt:
    case Errc::schema_too_new:
    case Errc::outcome_unknown:
    case Errc::feed_restarted: return ExitCode::storage;
    }
    return ExitCode::failed;
}

/// Ends a command. The library returns its errors; a program that ends at the first of them is
/// simpler with an exception, which `main` turns into a sentence and an exit code.
class Failure : public std::runtime_error {
public:
    explicit Failure(human_support::Error error)
        : std::runtime_error(error.message()), error_(std::move(error)) {}

    [[nodiscard]] human_support::Error const& error() const noexcept { return error_; }

private:
    human_support::Error error_;
};

/// Returns the value of `result`, or throws its error as a `Failure`.
template <class T>
[[nodiscard]] T require(human_support::Result<T> result) {
    if (!result) {
        throw Failure(result.error());
    }
    return *std::move(result);
}

} // namespace program
