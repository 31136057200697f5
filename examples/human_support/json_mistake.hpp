// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "place.hpp"

#include <human_support/result.hpp>

#include <string_view>

namespace program {

/// Returns `error`, the reason why `text` could not be read as JSON. If that is its syntax, the
/// sentence names line and column instead of the byte; `first` is where
/// `text` begins.
[[nodiscard]] human_support::Error with_position(human_support::Error const& error,
                                                 std::string_view text, Place first = {});

} // namespace program
