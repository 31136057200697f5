// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

// Lets fmt show ids, codes, violations and errors, each as the text that `<<` writes, with all that
// a format specification says of texts: fmt::print("{:<20} {}\n", chatbot_id, error). Apart from
// the other headers, since fmt is dear to include.

#include <human_support/error.hpp>
#include <human_support/ids.hpp>

#include <fmt/format.h>

#include <string>

namespace fmt {

/// An id as its text.
template <class Kind>
struct formatter<human_support::Id<Kind>> : formatter<string_view> {
    /// Called by fmt.
    template <class Context>
    auto format(human_support::Id<Kind> const& id, Context& context) const {
        return formatter<string_view>::format(id.str(), context);
    }
};

/// A code as its name.
template <>
struct formatter<human_support::Errc> : formatter<string_view> {
    /// Called by fmt.
    template <class Context>
    auto format(human_support::Errc code, Context& context) const {
        return formatter<string_view>::format(name(code), context);
    }
};

/// A code as its name.
template <>
struct formatter<human_support::ViolationCode> : formatter<string_view> {
    /// Called by fmt.
    template <class Context>
    auto format(human_support::ViolationCode code, Context& context) const {
        return formatter<string_view>::format(name(code), context);
    }
};

/// As `to_string(violation)`.
template <>
struct formatter<human_support::Violation> : formatter<string_view> {
    /// Called by fmt.
    template <class Context>
    auto format(human_support::Violation const& violation, Context& context) const {
        return formatter<string_view>::format(to_string(violation), context);
    }
};

/// As `to_string(error)`.
template <>
struct formatter<human_support::Error> : formatter<string_view> {
    /// Called by fmt.
    template <class Context>
    auto format(human_support::Error const& error, Context& context) const {
        return formatter<string_view>::format(to_string(error), context);
    }
};

} // namespace fmt
