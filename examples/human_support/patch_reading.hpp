// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/settings_patch.hpp>

#include <string>

namespace program {

/// The patch of a BODY argument: JSON text, `@` and the name of a file with it, or `-` for standard
/// input. Warns about members that are no settings, or refuses them if `strict`. Throws a `Failure`
/// if it cannot be read or is empty.
[[nodiscard]] human_support::SettingsPatch read_patch(std::string const& body, bool strict);

} // namespace program
