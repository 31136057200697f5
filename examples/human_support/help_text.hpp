// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "program_text.hpp"

#include <cstddef>
#include <string>

namespace program {

/// The help of the program or of one of its commands, in lines of at most `columns`, without the
/// last line feed.
[[nodiscard]] std::string help_text(ProgramText const& text, CommandText const& command,
                                    std::size_t columns);

} // namespace program
