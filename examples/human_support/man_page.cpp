// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "man_page.hpp"

#include "formatted_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string_view>
#include <utility>
#include <vector>

namespace program {

namespace {

/// `text` for troff, to which these characters mean something or look different.
std::string escaped(std::string_view text) {
    std::string result;
    for (char const character : text) {
        switch (character) {
        case '\\': result += "\\e"; break;
        case '-': result += "\\-"; break;
        case '\'': result += "\\(aq"; break;
        case '"': result += "\\(dq"; break;
        case '`': result += "\\(ga"; break;
        case '^': result += "\\(ha"; break;
        case '~': result += "\\(ti"; break;
        default: result += character;
        }
    }
    return text.starts_with('.') ? "\\&" + result : result;
}

std::string upper_case(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](char letter) {
        return static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    });
    return result;
}

class Page : public FormattedLines {
public:
    void add_arguments(std::vector<ArgumentText> const& arguments) {
        for (auto const& argument : arguments) {
            std::string name;
            for (auto const& each : argument.names) {
                name += fmt::format("{}\\fB{}\\fR", name.empty() ? "" : ", ", escaped(each));
            }
            if (!argument.value.empty()) {
                name += fmt::format(" \\fI{}\\fR", escaped(argument.value));
            }
            add(".TP\n{}\n{}", name, escaped(full_description(argument)));
        }
    }

    /// A line with a colon at its end above lines that are kept as they are is a heading.
    void add_footer(std::string_view footer, bool of_program) {
        bool kept = false;
        bool begins = true;
        for (auto const line : split_lines(footer)) {
            bool const keep = line.starts_with(' ');
            if (kept && !keep) {
                add(".fi\n.RE");
            }
            if (line.empty()) {
                begins = true;
            } else if (keep) {
                if (!kept) {
                    add(".RS 4\n.nf");
                }
                add("{}", escaped(line.substr(2)));
            } else if (of_program && line.ends_with(':')) {
                add(".SH \"{}\"", escaped(upper_case(line.substr(0, line.size() - 1))));
                begins = false;
            } else {
                add("{}{}", begins ? ".PP\n" : "", escaped(line));
                begins = false;
            }
            kept = keep;
        }
        if (kept) {
            add(".fi\n.RE");
        }
    }
};

void add_environment(Page& page, CommandText const& program) {
    page.add(".SH ENVIRONMENT");
    for (auto const& option : program.options) {
        if (!option.variable.empty()) {
            page.add(
                ".TP\n\\fB{}\\fR\nStands in for \\fB{}\\fR where that is left out. An empty one "
                "counts as none.",
                escaped(option.variable), escaped(option.names.back()));
        }
    }
}

} // namespace

std::string man_page(ProgramText const& text) {
    auto const& program = text.program;
    auto description = program.description;
    description.front() =
        static_cast<char>(std::tolower(static_cast<unsigned char>(description.front())));
    Page page;
    page.add(".TH {} 1 \"\" \"{} {}\" \"User Commands\"", escaped(upper_case(program.name)),
             escaped(program.name), escaped(text.version));
    page.add(".SH NAME\n{} \\- {}", escaped(program.name),
             escaped(description.substr(0, description.find_last_not_of('.') + 1)));
    page.add(".SH SYNOPSIS\n\\fB{}\\fR {}", escaped(program.name), escaped(usage(text, program)));
    auto const footer = std::string_view(program.footer);
    auto const first_paragraph = footer.substr(0, footer.find("\n\n"));
    page.add(".SH DESCRIPTION\n{}", escaped(program.description));
    page.add_footer(first_paragraph, true);
    page.add(".SH OPTIONS");
    page.add_arguments(program.options);
    page.add(".SH COMMANDS");
    for (auto const& command : text.commands) {
        page.add(".SS \"{} {}\"", escaped(command.name), escaped(usage(text, command)));
        page.add("{}.", escaped(command.description));
        page.add_arguments(command.operands);
        page.add_arguments(command.options);
        page.add_footer(command.footer, false);
    }
    add_environment(page, program);
    page.add_footer(footer.substr(first_paragraph.size()), true);
    return page.text();
}

} // namespace program
