// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

// Lets fmt format ids, codes, violations and errors as the text that `<<` writes. Every format
// specification for texts works: fmt::print("{:<20} {}\n", chatbot_id, error). This header is apart
// from the others, since fmt takes long to compile.

#include <human_support/error.hpp>
#include <human_support/ids.hpp>

#include <fmt/format.h>

#include <string>

namespace fmt {

/// Formats an id as its text.
template <class Kind>
struct formatter<human_support::Id<Kind>> : formatter<string_view> {
    /// Called by fmt.
    template <class Context>
    auto format(human_support::Id<Kind> const& id, Context& context) const {
        return formatter<string_view>::format(id.str(), context);
    }
};

/// Formats a code as its name.
template <>
struct formatter<human_support::Errc> : formatter<string_view> {
    /// Called by fmt.
    template <class Context>
    auto format(human_support::Errc code, Context& context) const {
        return formatter<string_view>::format(name(code), context);
    }
};

/// Formats a code as its name.
template <>
struct formatter<human_support::ViolationCode> : formatter<string_view> {
    /// Called by fmt.
    template <class Context>
    auto format(human_support::ViolationCode code, Context& context) const {
        return formatter<string_view>::format(name(code), context);
    }
};

/// Formats a violation like `to_string(violation)`.
template <>
struct formatter<human_support::Violation> : formatter<string_view> {
    /// Called by fmt.
    template <class Context>
    auto format(human_support::Violation const& violation, Context& context) const {
        return formatter<string_view>::format(to_string(violation), context);
    }
};

/// Formats an error like `to_string(error)`.
template <>
struct formatter<human_support::Error> : formatter<string_view> {
    /// Called by fmt.
    template <class Context>
    auto format(human_support::Error const& error, Context& context) const {
        return formatter<string_view>::format(to_string(error), context);
    }
};

} // namespace fmt
