// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "text_box.hpp"

#include "terminal_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace program {

namespace {

/// The parameters of ECMA-48's SGR, which sets how a terminal shows text.
std::string_view sgr_parameters(Paint paint) {
    switch (paint) {
    case Paint::plain: return "";
    case Paint::faint: return "2";
    case Paint::bold: return "1";
    case Paint::green: return "32";
    case Paint::cyan: return "1;36";
    }
    return "";
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string all;
    for (; times > 0; --times) {
        all += text;
    }
    return all;
}

} // namespace

std::string painted(std::string_view text, Paint paint, bool colours) {
    return colours && paint != Paint::plain
               ? fmt::format("\033[{}m{}\033[0m", sgr_parameters(paint), text)
               : std::string(text);
}

TextBox text_box(std::string_view text, std::size_t columns, Paint paint, bool colours) {
    constexpr std::size_t frame_columns = 4;
    auto const texts = wrap(text, columns - std::min(columns, frame_columns));
    std::size_t widest = 0;
    for (auto const& line : texts) {
        widest = std::max(widest, display_width(line));
    }
    TextBox box{{}, widest + frame_columns};
    auto const add = [&](std::string const& line) {
        box.lines.push_back(painted(line, paint, colours));
    };
    add("╭" + repeated("─", widest + 2) + "╮");
    for (auto const& line : texts) {
        add("│ " + line + repeated(" ", widest - display_width(line)) + " │");
    }
    add("╰" + repeated("─", widest + 2) + "╯");
    return box;
}

std::vector<std::string> side_by_side(std::span<TextBox const> boxes) {
    std::size_t height = 0;
    for (auto const& box : boxes) {
        height = std::max(height, box.lines.size());
    }
    std::vector<std::string> lines(height);
    for (auto const& box : boxes) {
        for (std::size_t i = 0; i < height; ++i) {
            lines[i] += lines[i].empty() ? "" : " ";
            lines[i] += i < box.lines.size() ? box.lines[i] : repeated(" ", box.columns);
        }
    }
    return lines;
}

} // namespace program
