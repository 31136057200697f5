// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "program_text.hpp"

#include <string>

namespace program {

/// The manual page, in the language of the man macros.
[[nodiscard]] std::string man_page(ProgramText const& text);

} // namespace program
