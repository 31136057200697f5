// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "completions.hpp"

#include "formatted_lines.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace program {

namespace {

bool is_file(std::string_view value) { return value == "FILE" || value == "DESTINATION"; }

std::string command_names(ProgramText const& text) {
    std::string names;
    for (auto const& command : text.commands) {
        names += (names.empty() ? "" : " ") + command.name;
    }
    return names;
}

std::string option_names(std::vector<ArgumentText> const& options) {
    std::string names;
    for (auto const& option : options) {
        for (auto const& name : option.names) {
            names += (names.empty() ? "" : " ") + name;
        }
    }
    return names;
}

bool takes_file(CommandText const& command) {
    for (auto const& operand : command.operands) {
        if (is_file(operand.names.front())) {
            return true;
        }
    }
    return false;
}

bool takes_command(CommandText const& command) {
    return !command.operands.empty() && command.operands.front().names.front() == "COMMAND";
}

/// The names of all options with a value, as the pattern of a `case`: those whose value is a file,
/// and the others.
std::pair<std::string, std::string> options_with_value(ProgramText const& text) {
    std::set<std::string> files;
    std::set<std::string> others;
    auto const add = [&](std::vector<ArgumentText> const& options) {
        for (auto const& option : options) {
            if (!option.value.empty()) {
                (is_file(option.value) ? files : others)
                    .insert(option.names.begin(), option.names.end());
            }
        }
    };
    add(text.program.options);
    for (auto const& command : text.commands) {
        add(command.options);
    }
    return {fmt::format("{}", fmt::join(files, "|")), fmt::format("{}", fmt::join(others, "|"))};
}

/// In single quotes, for zsh and fish alike.
std::string zsh_quoted(std::string_view text) {
    return "'" + replace_all(text, '\'', "'\\''") + "'";
}

std::string fish_quoted(std::string_view text) {
    return "'" + replace_all(replace_all(text, '\\', "\\\\"), '\'', "\\'") + "'";
}

/// For the specifications of zsh's `_arguments`, to which colons and brackets mean something.
std::string zsh_escaped(std::string_view text) {
    std::string escaped;
    for (char const character : text) {
        if (std::string_view(":[]\\").find(character) != std::string_view::npos) {
            escaped += '\\';
        }
        escaped += character;
    }
    return escaped;
}

std::string zsh_value(std::string_view value) {
    return fmt::format("{}:{}", zsh_escaped(value), is_file(value) ? "_files" : " ");
}

/// The words of `_arguments`, each in a line of its own.
void add_zsh_options(FormattedLines& script, std::vector<ArgumentText> const& options,
                     std::string_view indent) {
    for (auto const& option : options) {
        auto const description = zsh_escaped(option.description);
        for (auto const& name : option.names) {
            auto const specification =
                option.value.empty()
                    ? fmt::format("{}[{}]", name, description)
                    : fmt::format("*{}=[{}]:{}", name, description, zsh_value(option.value));
            script.add("{}{} \\", indent, zsh_quoted(specification));
        }
    }
}

void add_fish_options(FormattedLines& script, ProgramText const& text,
                      std::vector<ArgumentText> const& options, std::string_view condition) {
    for (auto const& option : options) {
        std::string names;
        for (auto const& name : option.names) {
            names += name.starts_with("--") ? fmt::format(" -l {}", name.substr(2))
                                            : fmt::format(" -s {}", name.substr(1));
        }
        std::string_view const value =
            option.value.empty() ? "" : (is_file(option.value) ? " -r -F" : " -x");
        script.add("complete -c {}{}{}{} -d {}", text.program.name, condition, names, value,
                   fish_quoted(option.description));
    }
}

} // namespace

std::string bash_completion(ProgramText const& text) {
    auto const [files, others] = options_with_value(text);
    FormattedLines script;
    script.add(R"(# Completes the command line of {0} in bash. The program wrote this file.
_human_support() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD - 1]}}
    local command='' words='' files='' line i
    # Readline takes "=" and "@" for words of their own.
    if [[ $word == = || $word == @ ]]; then
        previous=$word
        word=
    fi
    [[ $previous == @ ]] && files=yes
    if [[ $previous == = ]]; then
        i=$((COMP_CWORD - 1))
        [[ ${{COMP_WORDS[i]}} == = ]] && i=$((i - 1))
        previous=${{COMP_WORDS[i]}}
    fi
    for ((i = 1; i < COMP_CWORD; ++i)); do
        case ${{COMP_WORDS[i]}} in
        {1}|{2})
            [[ ${{COMP_WORDS[i + 1]}} == = ]] && i=$((i + 1))
            i=$((i + 1))
            ;;
        -*) ;;
        *)
            command=${{COMP_WORDS[i]}}
            break
            ;;
        esac
    done
    case $previous in
    {1}) files=yes ;;
    {2}) return ;;
    *)
        case $command in
        '') words='{3} {4}' ;;)",
               text.program.name, files, others, command_names(text),
               option_names(text.program.options));
    for (auto const& command : text.commands) {
        script.add("        {})\n            words='{}{} {}'", command.name,
                   takes_command(command) ? command_names(text) + " " : "",
                   option_names(command.options), option_names(text.program.options));
        if (takes_file(command)) {
            script.add("            [[ $word == -* ]] || files=yes");
        }
        script.add("            ;;");
    }
    script.add(R"(        esac
        ;;
    esac
    COMPREPLY=()
    if [[ $files ]]; then
        compopt -o filenames 2>/dev/null
        while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$word")
    else
        while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -W "$words" -- "$word")
    fi
}}
complete -F _human_support {})",
               text.program.name);
    return script.text();
}

std::string zsh_completion(ProgramText const& text) {
    FormattedLines script;
    script.add("#compdef {0}\n"
               "# Completes the command line of {0} in zsh. The program wrote this file.\n"
               "_human_support() {{\n"
               "    local context state state_descr line\n"
               "    typeset -A opt_args\n"
               "    local -a commands\n"
               "    commands=(",
               text.program.name);
    for (auto const& command : text.commands) {
        script.add("        {}", zsh_quoted(command.name + ":" + zsh_escaped(command.description)));
    }
    script.add("    )\n    _arguments -C \\");
    add_zsh_options(script, text.program.options, "        ");
    script.add(R"(        '1:command:->command' \
        '*::argument:->argument'
    case $state in
    command) _describe command commands ;;
    argument)
        case $words[1] in)");
    for (auto const& command : text.commands) {
        script.add("        {})\n            _arguments \\", command.name);
        add_zsh_options(script, command.options, "                ");
        add_zsh_options(script, text.program.options, "                ");
        std::string operands;
        int place = 0;
        for (auto const& operand : command.operands) {
            auto const& name = operand.names.front();
            auto const action =
                name == "COMMAND" ? name + ":(" + command_names(text) + ")" : zsh_value(name);
            operands +=
                zsh_quoted(fmt::format("{}{}{}", ++place, operand.required ? ":" : "::", action)) +
                " ";
        }
        script.add("                {}\n            ;;", operands);
    }
    script.add("        esac\n"
               "        ;;\n"
               "    esac\n"
               "}}\n"
               "if [[ $funcstack[1] == _{0} ]]; then\n"
               "    _human_support \"$@\"\n"
               "else\n"
               "    compdef _human_support {0}\n"
               "fi",
               text.program.name);
    return script.text();
}

std::string fish_completion(ProgramText const& text) {
    auto const& name = text.program.name;
    FormattedLines script;
    script.add("# Completes the command line of {0} in fish. The program wrote this file.\n"
               "complete -c {0} -f",
               name);
    add_fish_options(script, text, text.program.options, "");
    for (auto const& command : text.commands) {
        script.add("complete -c {} -n 'not __fish_seen_subcommand_from {}' -a {} -d {}", name,
                   command_names(text), command.name, fish_quoted(command.description));
        auto const condition = fmt::format(" -n '__fish_seen_subcommand_from {}'", command.name);
        add_fish_options(script, text, command.options, condition);
        if (takes_file(command)) {
            script.add("complete -c {}{} -F", name, condition);
        }
        if (takes_command(command)) {
            script.add("complete -c {}{} -a '{}'", name, condition, command_names(text));
        }
    }
    return script.text();
}

} // namespace program
