// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "program_text.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace program {

/// The names of the files that are made from what the command line says of itself, and installed.
[[nodiscard]] std::vector<std::string> generated_files();

[[nodiscard]] std::string generated_file(ProgramText const& text, std::string_view name);

} // namespace program
