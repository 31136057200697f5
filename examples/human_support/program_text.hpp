// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace program {

// What the command line says of itself. The help, the manual page and the completions of shells are
// made from it, so that they cannot differ.

struct ArgumentText {
    std::vector<std::string> names; ///< such as -h and --help; one for what is given by its place
    std::string value;              ///< what an option's value is called; empty if it has none
    std::string description;
    std::string fallback; ///< what holds if it is left out; empty if that needs no word
    std::string variable; ///< the environment variable that stands in for it, if there is one
    bool required = false;
};

struct CommandText {
    std::string name;
    std::string description;
    std::vector<ArgumentText> operands; ///< what is given by its place, such as CHATBOT_ID
    std::vector<ArgumentText> options;
    std::string footer; ///< paragraphs; a line that begins with a space is kept as it is
};

struct ProgramText {
    CommandText program; ///< its options may follow every command
    std::string version;
    std::vector<CommandText> commands;
};

/// Leaves out the commands without a group, which are not for people.
[[nodiscard]] ProgramText describe(CLI::App const& app);

/// The command of that name, or the program if there is none.
[[nodiscard]] CommandText const& find_command(ProgramText const& text, std::string_view name);

/// The command's name after the program's.
[[nodiscard]] std::string full_name(ProgramText const& text, CommandText const& command);

/// What may be written after that name, such as "[OPTIONS] CHATBOT_ID [BODY]".
[[nodiscard]] std::string usage(ProgramText const& text, CommandText const& command);

/// The description with what holds if the argument is left out.
[[nodiscard]] std::string full_description(ArgumentText const& argument);

/// The lines of `text`, without their line feeds.
[[nodiscard]] std::vector<std::string_view> split_lines(std::string_view text);

/// `text` with `replacement` in place of each `character`.
[[nodiscard]] std::string replace_all(std::string_view text, char character,
                                      std::string_view replacement);

} // namespace program
