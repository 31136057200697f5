// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace program {

/// How a text looks on a terminal that has colours.
enum class Paint { plain, faint, bold, green, cyan };

/// `text` as `paint` says, or as it is if there are no colours.
[[nodiscard]] std::string painted(std::string_view text, Paint paint, bool colours);

/// A framed text. Its lines may hold colours, so its width is kept apart.
struct TextBox {
    std::vector<std::string> lines;
    std::size_t columns;
};

/// `text` in a frame, which is at most `columns` wide if that leaves room for a character.
[[nodiscard]] TextBox text_box(std::string_view text, std::size_t columns, Paint paint,
                               bool colours);

/// Returns the lines of `boxes`, with a column between them.
[[nodiscard]] std::vector<std::string> side_by_side(std::span<TextBox const> boxes);

} // namespace program
