// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "program_text.hpp"

#include <string>

namespace program {

// Scripts that complete the command line in these shells.

[[nodiscard]] std::string bash_completion(ProgramText const& text);
[[nodiscard]] std::string zsh_completion(ProgramText const& text);
[[nodiscard]] std::string fish_completion(ProgramText const& text);

} // namespace program
