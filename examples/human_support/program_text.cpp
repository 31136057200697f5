// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "program_text.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace program {

namespace {

ArgumentText describe_argument(CLI::Option const& option) {
    ArgumentText text;
    if (option.get_positional()) {
        text.names.push_back(option.get_name(true, false));
    } else {
        for (auto const& name : option.get_snames()) {
            text.names.push_back("-" + name);
        }
        for (auto const& name : option.get_lnames()) {
            text.names.push_back("--" + name);
        }
        text.value = option.get_items_expected_max() > 0 ? option.get_type_name() : "";
    }
    text.description = option.get_description();
    text.fallback = option.get_default_str();
    text.variable = option.get_envname();
    text.required = option.get_required();
    return text;
}

CommandText describe_command(CLI::App const& app) {
    CommandText text{app.get_name(), app.get_description(), {}, {}, app.get_footer()};
    for (auto const* option : app.get_options()) {
        // Newer versions of CLI11 name the program's options among those of each command.
        bool const everywhere =
            app.get_parent() != nullptr &&
            app.get_parent()->get_option_no_throw(option->get_name()) != nullptr;
        if (everywhere) {
            continue; // the program has it too
        }
        (option->get_positional() ? text.operands : text.options)
            .push_back(describe_argument(*option));
    }
    return text;
}

} // namespace

ProgramText describe(CLI::App const& app) {
    ProgramText text{describe_command(app), app.version(), {}};
    for (auto const* command : app.get_subcommands({})) {
        if (!command->get_group().empty()) {
            text.commands.push_back(describe_command(*command));
        }
    }
    return text;
}

CommandText const& find_command(ProgramText const& text, std::string_view name) {
    auto const found = std::ranges::find(text.commands, name, &CommandText::name);
    return found != text.commands.end() ? *found : text.program;
}

std::string full_name(ProgramText const& text, CommandText const& command) {
    return &command == &text.program ? command.name : text.program.name + " " + command.name;
}

std::string usage(ProgramText const& text, CommandText const& command) {
    std::string words = "[OPTIONS]";
    for (auto const& operand : command.operands) {
        auto const& name = operand.names.front();
        words += operand.required ? " " + name : " [" + name + "]";
    }
    return &command == &text.program ? words + " COMMAND" : words;
}

std::string full_description(ArgumentText const& argument) {
    if (argument.fallback.empty()) {
        return argument.description;
    }
    return fmt::format("{}. Default: {}{}", argument.description,
                       argument.variable.empty() ? "" : "$" + argument.variable + ", or ",
                       argument.fallback);
}

std::vector<std::string_view> split_lines(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        lines.push_back(text.substr(0, text.find('\n')));
        text.remove_prefix(std::min(text.size(), lines.back().size() + 1));
    }
    return lines;
}

std::string replace_all(std::string_view text, char character, std::string_view replacement) {
    std::string replaced;
    for (char const each : text) {
        if (each == character) {
            replaced += replacement;
        } else {
            replaced += each;
        }
    }
    return replaced;
}

} // namespace program
