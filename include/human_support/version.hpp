// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/language.hpp>

#include <string_view>

/// The version of the library as a number that the preprocessor compares: 10000 times the first
/// number of it, plus 100 times the second, plus the third. 0.1.0 is 100, and 1.2.3 is 10203.
#define HUMAN_SUPPORT_VERSION 100

namespace human_support {

/// The version of the library (Semantic Versioning 2.0.0). A test compares it with that of the
/// build.
inline constexpr std::string_view version_text = "0.1.0";

inline constexpr int version_major = HUMAN_SUPPORT_VERSION / 10000;     ///< for `if constexpr`
inline constexpr int version_minor = HUMAN_SUPPORT_VERSION / 100 % 100; ///< the second number
inline constexpr int version_patch = HUMAN_SUPPORT_VERSION % 100;       ///< the third

} // namespace human_support
