// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/error.hpp>

#include <iosfwd>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <type_traits>
#include <utility>
#include <variant>

namespace human_support {

template <class T>
class Result;

namespace detail {

template <class T>
inline constexpr bool is_result = false;
template <class T>
inline constexpr bool is_result<Result<T>> = true;

/// What a `Result<T>` takes for its value: whatever converts to `T`, and no other such result.
template <class U, class T>
concept ValueOf = !std::is_same_v<std::remove_cvref_t<U>, Result<T>> && std::is_convertible_v<U, T>;

/// The exception of `Result::value()`. A plain `std::system_error` would say the code's sentence
/// after ours.
class BadResultAccess final : public std::system_error {
public:
    explicit BadResultAccess(Error const& error)
        : std::system_error(make_error_code(error.code())), sentence_(error.message()) {}

    [[nodiscard]] char const* what() const noexcept override { return sentence_.what(); }

private:
    std::runtime_error sentence_; ///< a text that is copied without a failure
};

/// Calls `function` with `value...`, and makes a result of what it returns.
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

/// A value, or the `Error` that kept it from being made. Test it like a bool, then reach the value
/// with `*` and `->`; or reach it with `value()`, which throws if there is none.
///
/// Values and errors that are returned become results by themselves: `return record;`, `return
/// Errc::busy;`. It has what users of `std::expected` (C++23) know, by the same names. What it
/// gives of a temporary may be kept: it comes by value. For the same reason `->` takes no
/// temporary.
///
/// Compared with an `Errc`, only the code counts: `result == Errc::busy` is true for each such
/// error, whatever its sentence. As thread-safe as the value itself.
template <class T>
class [[nodiscard]] Result {
    static_assert(std::is_object_v<T>, "A result holds an object or void, and no reference.");
    static_assert(!std::is_same_v<T, Error> && !std::is_same_v<T, Errc>,
                  "A result whose value is an error would be a success and a failure.");
    static_assert(!detail::is_result<T>, "A result of a result has two kinds of failure.");

public:
    /// The type of the value.
    using value_type = T;
    /// The type of what there is in its place.
    using error_type = Error;

    /// Holds a value: whatever converts to `T`.
    template <detail::ValueOf<T> U = T>
    // NOLINTNEXTLINE(google-explicit-constructor,bugprone-forwarding-reference-overload)
    Result(U&& value) : content_(std::in_place_index<0>, std::forward<U>(value)) {}

    /// Holds no value, since `error` happened.
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(Error error) : content_(std::in_place_index<1>, std::move(error)) {}

    /// Holds no value, and an error with the default sentence of `code`.
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(Errc code) : content_(std::in_place_index<1>, code) {}

    /// Whether there is a value.
    [[nodiscard]] bool has_value() const noexcept { return content_.index() == 0; }

    /// Whether there is a value.
    [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }

    /// The value. Call it only if there is one.
    [[nodiscard]] T& operator*() & noexcept { return *std::get_if<0>(&content_); }
    /// The value. Call it only if there is one.
    [[nodiscard]] T const& operator*() const& noexcept { return *std::get_if<0>(&content_); }
    /// The value. Call it only if there is one.
    [[nodiscard]] T operator*() && { return std::move(*std::get_if<0>(&content_)); }
    /// Reaches into the value. Call it only if there is one.
    [[nodiscard]] T* operator->() & noexcept { return std::get_if<0>(&content_); }
    /// Reaches into the value. Call it only if there is one.
    [[nodiscard]] T const* operator->() const& noexcept { return std::get_if<0>(&content_); }
    /// What it reached would be gone at the end of the statement. Keep the result in a variable
    /// first, or write `(*result()).member`.
    T const* operator->() const&& = delete;

    /// The value. If there is none, throws a `std::system_error` with the error's code and
    /// sentence, which may be all that it is called for.
    T& value() & {
        require_value();
        return **this;
    }
    /// The value, or throws.
    T const& value() const& { // NOLINT(modernize-use-nodiscard)
        require_value();
        return **this;
    }
    /// The value, or throws.
    T value() && {
        require_value();
        return *std::move(*this);
    }

    /// The value, or `other` if there is none.
    template <class U>
    [[nodiscard]] T value_or(U&& other) const& {
        return has_value() ? **this : static_cast<T>(std::forward<U>(other));
    }
    /// The value, or `other` if there is none.
    template <class U>
    [[nodiscard]] T value_or(U&& other) && {
        return has_value() ? *std::move(*this) : static_cast<T>(std::forward<U>(other));
    }

    /// Why there is no value. Call it only if there is none.
    [[nodiscard]] Error const& error() const& noexcept { return *std::get_if<1>(&content_); }
    /// Why there is no value. Call it only if there is none.
    [[nodiscard]] Error error() && { return std::move(*std::get_if<1>(&content_)); }

    /// What `function` makes of the value, which is a result too; or the error.
    template <class Function>
    [[nodiscard]] auto and_then(Function&& function) const& {
        using Next = std::remove_cvref_t<std::invoke_result_t<Function, T const&>>;
        return has_value() ? Next(std::forward<Function>(function)(**this)) : Next(error());
    }
    /// What `function` makes of the value, which is a result too; or the error.
    template <class Function>
    [[nodiscard]] auto and_then(Function&& function) && {
        using Next = std::remove_cvref_t<std::invoke_result_t<Function, T>>;
        return has_value() ? Next(std::forward<Function>(function)(*std::move(*this)))
                           : Next(std::move(*this).error());
    }

    /// A result with what `function` makes of the value; or the error.
    template <class Function>
    [[nodiscard]] auto transform(Function&& function) const& {
        return and_then([&](T const& value) {
            return detail::transform_to_result(std::forward<Function>(function), value);
        });
    }
    /// A result with what `function` makes of the value; or the error.
    template <class Function>
    [[nodiscard]] auto transform(Function&& function) && {
        return std::move(*this).and_then([&](T&& value) {
            return detail::transform_to_result(std::forward<Function>(function), std::move(value));
        });
    }

    friend bool operator==(Result const&, Result const&) = default;

    /// Whether it is an error with this code.
    friend bool operator==(Result const& result, Errc code) noexcept {
        return !result && result.error() == code;
    }

private:
    void require_value() const {
        if (!has_value()) {
            throw detail::BadResultAccess(error());
        }
    }

    std::variant<T, Error> content_;
};

/// Success, or the `Error` that prevented it.
template <>
class [[nodiscard]] Result<void> {
public:
    /// There is no value.
    using value_type = void;
    /// The type of what prevented the success.
    using error_type = Error;

    /// Success.
    Result() = default;

    /// Failure, since `error` happened.
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(Error error) : error_(std::move(error)) {}

    /// Failure, with the default sentence of `code`.
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(Errc code) : error_(code) {}

    /// Whether it is a success.
    [[nodiscard]] bool has_value() const noexcept { return !error_; }

    /// Whether it is a success.
    [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }

    /// Nothing, so that a template needs no case for `void`.
    void operator*() const noexcept {}

    /// Nothing. After a failure, throws a `std::system_error` with the error's code and sentence.
    void value() const {
        if (!has_value()) {
            throw detail::BadResultAccess(*error_);
        }
    }

    /// What happened. Call it only after a failure.
    [[nodiscard]] Error const& error() const& noexcept { return *error_; }
    /// What happened. Call it only after a failure.
    [[nodiscard]] Error error() && { return *std::move(error_); }

    /// What `function` returns, which is a result too; or the error.
    template <class Function>
    [[nodiscard]] auto and_then(Function&& function) const {
        using Next = std::remove_cvref_t<std::invoke_result_t<Function>>;
        return has_value() ? Next(std::forward<Function>(function)()) : Next(error());
    }

    /// A result with what `function` returns; or the error.
    template <class Function>
    [[nodiscard]] auto transform(Function&& function) const {
        return and_then(
            [&] { return detail::transform_to_result(std::forward<Function>(function)); });
    }

    friend bool operator==(Result const&, Result const&) = default;

    /// Whether it is an error with this code.
    friend bool operator==(Result const& result, Errc code) noexcept {
        return !result && result.error() == code;
    }

private:
    std::optional<Error> error_;
};

// A template, so that <iosfwd> is enough here: <ostream> is dear to include.

/// Writes the error, or `a value` whatever that is, so that test frameworks can show any result.
template <class Traits, class T>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             Result<T> const& result) {
    return result ? out << "a value" : out << result.error();
}

} // namespace human_support
