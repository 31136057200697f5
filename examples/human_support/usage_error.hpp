// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "program_text.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace program {

/// What is wrong with a word that is no command, and which one was probably meant.
[[nodiscard]] std::string unknown_command(ProgramText const& text, std::string_view word,
                                          std::string_view what);

/// What CLI11 says, in plain words where it has none.
[[nodiscard]] std::string plain_reason(std::string text);

/// What is wrong with the first word of `remaining` that explains why CLI11 failed, if there is
/// one: an option that `command` does not have, or a command that the program does not have.
/// `words` is the whole command line.
[[nodiscard]] std::optional<std::string> unknown_word(ProgramText const& text,
                                                      CommandText const& command,
                                                      std::vector<std::string> const& remaining,
                                                      std::vector<std::string> const& words);

} // namespace program
