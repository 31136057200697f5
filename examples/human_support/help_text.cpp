// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "help_text.hpp"

#include "formatted_lines.hpp"
#include "terminal_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace program {

namespace {

struct Row {
    std::string name;
    std::string description;
};

std::string name_with_value(ArgumentText const& argument) {
    auto const names = fmt::format("{}", fmt::join(argument.names, ", "));
    return argument.value.empty() ? names : names + " " + argument.value;
}

std::vector<Row> rows(std::vector<ArgumentText> const& arguments) {
    std::vector<Row> all;
    for (auto const& argument : arguments) {
        all.push_back({name_with_value(argument), full_description(argument)});
    }
    return all;
}

class Help : public FormattedLines {
public:
    explicit Help(std::size_t columns) : columns_(columns) {}

    void add_paragraph(std::string_view paragraph) {
        for (auto const& line : wrap(paragraph, columns_)) {
            add("{}", line);
        }
    }

    void add_table(std::string_view heading, std::vector<Row> const& table) {
        if (table.empty()) {
            return;
        }
        add("");
        add("{}:", heading);
        std::size_t width = 0;
        for (auto const& row : table) {
            width = std::max(width, row.name.size());
        }
        auto const indent = width + 4;
        for (auto const& row : table) {
            auto name = fmt::format("  {:<{}}  ", row.name, width);
            for (auto const& line : wrap(row.description, columns_ - indent)) {
                add("{}{}", name, line);
                name = std::string(indent, ' ');
            }
        }
    }

    /// Joins the lines of a paragraph, to break them elsewhere.
    void add_footer(std::string_view footer) {
        add("");
        std::string paragraph;
        auto const end_paragraph = [&] {
            if (!paragraph.empty()) {
                add_paragraph(paragraph);
                paragraph.clear();
            }
        };
        for (auto const line : split_lines(footer)) {
            if (line.empty() || line.front() == ' ') {
                end_paragraph();
                add("{}", line);
            } else {
                paragraph += fmt::format("{}{}", paragraph.empty() ? "" : " ", line);
            }
        }
        end_paragraph();
    }

private:
    std::size_t columns_;
};

} // namespace

std::string help_text(ProgramText const& text, CommandText const& command, std::size_t columns) {
    constexpr std::size_t fewest_columns = 60; // narrower, the tables would be harder to read
    Help help(std::max(columns, fewest_columns));
    help.add_paragraph(command.description + (command.description.ends_with('.') ? "" : "."));
    help.add_paragraph(fmt::format("Usage: {} {}", full_name(text, command), usage(text, command)));
    help.add_table("Arguments", rows(command.operands));
    help.add_table("Options", rows(command.options));
    if (&command == &text.program) {
        std::vector<Row> commands;
        for (auto const& each : text.commands) {
            commands.push_back({each.name, each.description});
        }
        help.add_table("Commands", commands);
    } else {
        help.add_table("Options for every command", rows(text.program.options));
    }
    help.add_footer(command.footer);
    return help.text();
}

} // namespace program
