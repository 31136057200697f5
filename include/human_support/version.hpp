// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <string_view>

namespace human_support {

/// The version of the library (Semantic Versioning 2.0.0). A test compares it with that of the
/// build.
inline constexpr std::string_view version_text = "0.1.0";

inline constexpr int version_major = 0; ///< the first number, for `if constexpr`
inline constexpr int version_minor = 1; ///< the second
inline constexpr int version_patch = 0; ///< the third

} // namespace human_support
