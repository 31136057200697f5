// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/error.hpp>

#include <cstdio>
#include <cstdlib>
#include <iosfwd>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <type_traits>
#include <utility>

namespace human_support {

template <class T>
class Result;

namespace detail {

template <class T>
inline constexpr bool is_result = false;
template <class T>
inline constexpr bool is_result<Result<T>> = true;

/// What becomes the value of a `Result<T>`: anything that converts to `T`, except such a result.
template <class U, class T>
concept ValueOf = !std::is_same_v<std::remove_cvref_t<U>, Result<T>> && std::is_convertible_v<U, T>;

/// The exception of `Result::value()`. A plain `std::system_error` would add the code's sentence to
/// the error's own.
class BadResultAccess final : public std::system_error {
public:
    explicit BadResultAccess(Error const& error)
        : std::system_error(make_error_code(error.code())), sentence_(error.message()) {}

    [[nodiscard]] char const* what() const noexcept override { return sentence_.what(); }

private:
    std::runtime_error sentence_; ///< copying it cannot fail
};

/// Throws the exception of `Result::value()`. A program that is compiled without exceptions says
/// what is wrong and ends.
[[noreturn]] inline void throw_bad_result_access(Error const& error) {
#if defined(__cpp_exceptions)
    throw BadResultAccess(error);
#else
    std::fprintf(stderr, "%s\n", BadResultAccess(error).what());
    std::abort();
#endif
}

/// Calls `function` with `value...`, and returns a result with what it returns.
template <class Function, class... Value>
[[nodiscard]] auto transform_to_result(Function&& function, Value&&... value) {
    using U = std::remove_cvref_t<std::invoke_result_t<Function, Value...>>;
    if constexpr (std::is_void_v<U>) {
        std::forward<Function>(function)(std::forward<Value>(value)...);
        return Result<U>();
    } else {
        return Result<U>(std::forward<Function>(function)(std::forward<Value>(value)...));
    }
}

} // namespace detail

/// A value, or the `Error` that says why there is none. Test it like a bool, then read the value
/// with `*` and `->`; or read it with `value()`, which throws if there is none. (In a program that
/// is compiled without exceptions, `value()` ends the program instead.)
///
/// Values and errors convert to results: `return record;`, `return Errc::busy;`. The members have
/// the names that users of `std::expected` (C++23) know. A temporary returns its value or error by
/// value, so that nothing dangles; for the same reason `->` does not work on a temporary.
///
/// Comparing with an `Errc` compares only the code: `result == Errc::busy` is true for each such
/// error, with any sentence. As thread-safe as the value itself. A function that is passed in may
/// throw; its exception passes through.
template <class T>
class [[nodiscard]] Result {
    static_assert(std::is_object_v<T>, "A result holds an object or void, not a reference.");
    static_assert(!std::is_same_v<T, Error> && !std::is_same_v<T, Errc>,
                  "A result whose value is an error would be a success and a failure.");
    static_assert(!detail::is_result<T>, "A result of a result has two kinds of failure.");

public:
    /// The type of the value.
    using value_type = T;
    /// The type of the error.
    using error_type = Error;

    /// Makes a result with a value, from anything that converts to `T`.
    template <detail::ValueOf<T> U = T>
    // NOLINTNEXTLINE(google-explicit-constructor,bugprone-forwarding-reference-overload)
    Result(U&& value) : value_(std::in_place, std::forward<U>(value)) {}

    /// Makes a result without a value, because of `error`.
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(Error error) : error_(std::move(error)) {}

    /// Makes a result without a value, because of an error with the default sentence of `code`.
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(Errc code) : error_(code) {}

    /// Tells whether there is a value.
    [[nodiscard]] bool has_value() const noexcept { return value_.has_value(); }

    /// Tells whether there is a value.
    [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }

    /// Returns the value. If there is none, the behaviour is undefined.
    [[nodiscard]] T& operator*() & noexcept { return *value_; }
    /// Returns the value. If there is none, the behaviour is undefined.
    [[nodiscard]] T const& operator*() const& noexcept { return *value_; }
    /// Returns the value. If there is none, the behaviour is undefined.
    [[nodiscard]] T operator*() && { return *std::move(value_); }
    /// Reads a member of the value. If there is no value, the behaviour is undefined.
    [[nodiscard]] T* operator->() & noexcept { return &*value_; }
    /// Reads a member of the value. If there is no value, the behaviour is undefined.
    [[nodiscard]] T const* operator->() const& noexcept { return &*value_; }
    /// A temporary's member would be gone at the end of the statement. Keep the result in a
    /// variable first, or write `(*result()).member`.
    T const* operator->() const&& = delete;

    /// Returns the value. If there is none, throws a `std::system_error` with the error's code and
    /// sentence.
    T& value() & {
        require_value();
        return **this;
    }
    /// Returns the value, or throws the same.
    T const& value() const& { // NOLINT(modernize-use-nodiscard)
        require_value();
        return **this;
    }
    /// Returns the value, or throws the same.
    T value() && {
        require_value();
        return *std::move(*this);
    }

    /// Returns the value, or `other` if there is none.
    template <class U>
    [[nodiscard]] T value_or(U&& other) const& {
        return has_value() ? **this : static_cast<T>(std::forward<U>(other));
    }
    /// Returns the value, or `other` if there is none.
    template <class U>
    [[nodiscard]] T value_or(U&& other) && {
        return has_value() ? *std::move(*this) : static_cast<T>(std::forward<U>(other));
    }

    /// Returns the error. If there is a value, the behaviour is undefined.
    [[nodiscard]] Error const& error() const& noexcept { return *error_; }
    /// Returns the error. If there is a value, the behaviour is undefined.
    [[nodiscard]] Error error() && { return *std::move(error_); }

    /// Returns what `function` makes of the value, which is a result too; or the error.
    template <class Function>
    [[nodiscard]] auto and_then(Function&& function) const& {
        using Next = std::remove_cvref_t<std::invoke_result_t<Function, T const&>>;
        return has_value() ? Next(std::forward<Function>(function)(**this)) : Next(error());
    }
    /// Returns what `function` makes of the value, which is a result too; or the error.
    template <class Function>
    [[nodiscard]] auto and_then(Function&& function) && {
        using Next = std::remove_cvref_t<std::invoke_result_t<Function, T>>;
        return has_value() ? Next(std::forward<Function>(function)(*std::move(*this)))
                           : Next(std::move(*this).error());
    }

    /// Returns a result with what `function` makes of the value; or the error.
    template <class Function>
    [[nodiscard]] auto transform(Function&& function) const& {
        return and_then([&](T const& value) {
            return detail::transform_to_result(std::forward<Function>(function), value);
        });
    }
    /// Returns a result with what `function` makes of the value; or the error.
    template <class Function>
    [[nodiscard]] auto transform(Function&& function) && {
        return std::move(*this).and_then([&](T&& value) {
            return detail::transform_to_result(std::forward<Function>(function), std::move(value));
        });
    }

    friend bool operator==(Result const&, Result const&) = default;

    /// Tells whether it is an error with this code.
    friend bool operator==(Result const& result, Errc code) noexcept {
        return !result && result.error() == code;
    }

private:
    void require_value() const {
        if (!has_value()) {
            detail::throw_bad_result_access(error());
        }
    }

    // One of them is there. A std::variant would cost more to include.
    std::optional<T> value_;
    std::optional<Error> error_;
};

/// Success, or the `Error` that prevented it.
template <>
class [[nodiscard]] Result<void> {
public:
    /// There is no value.
    using value_type = void;
    /// The type of the error.
    using error_type = Error;

    /// Makes a success.
    Result() = default;

    /// Makes a failure, because of `error`.
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(Error error) : error_(std::move(error)) {}

    /// Makes a failure, with the default sentence of `code`.
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(Errc code) : error_(code) {}

    /// Tells whether it is a success.
    [[nodiscard]] bool has_value() const noexcept { return !error_; }

    /// Tells whether it is a success.
    [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }

    /// Does nothing, so that a template needs no case for `void`.
    void operator*() const noexcept {}

    /// Does nothing after a success. After a failure, throws a `std::system_error` with the error's
    /// code and sentence.
    void value() const {
        if (!has_value()) {
            detail::throw_bad_result_access(*error_);
        }
    }

    /// Returns the error. After a success, the behaviour is undefined.
    [[nodiscard]] Error const& error() const& noexcept { return *error_; }
    /// Returns the error. After a success, the behaviour is undefined.
    [[nodiscard]] Error error() && { return *std::move(error_); }

    /// Calls `function` after a success, and returns its result; otherwise returns the error.
    template <class Function>
    [[nodiscard]] auto and_then(Function&& function) const {
        using Next = std::remove_cvref_t<std::invoke_result_t<Function>>;
        return has_value() ? Next(std::forward<Function>(function)()) : Next(error());
    }

    /// Calls `function` after a success, and returns a result with what it returns; otherwise
    /// returns the error.
    template <class Function>
    [[nodiscard]] auto transform(Function&& function) const {
        return and_then(
            [&] { return detail::transform_to_result(std::forward<Function>(function)); });
    }

    friend bool operator==(Result const&, Result const&) = default;

    /// Tells whether it is an error with this code.
    friend bool operator==(Result const& result, Errc code) noexcept {
        return !result && result.error() == code;
    }

private:
    std::optional<Error> error_;
};

// This is a template, so that <iosfwd> is enough: <ostream> takes long to compile.

/// Writes the error, or the words `a value`, so that test frameworks can show a result of any type.
template <class Traits, class T>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             Result<T> const& result) {
    return result ? out << "a value" : out << result.error();
}

} // namespace human_support
