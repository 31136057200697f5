// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace program {

/// Tells whether a terminal may take `code_point` for a command, or for the order in which to show
/// the text around it: control characters and Unicode's bidirectional embeddings, overrides and
/// isolates. A text from outside could otherwise change what the terminal shows.
[[nodiscard]] bool disturbs_terminal(char32_t code_point) noexcept;

/// Returns `text` with U+FFFD in place of everything that disturbs a terminal or is not UTF-8,
/// except line feeds and tabs.
[[nodiscard]] std::string printable(std::string_view text);

/// Returns how many columns a terminal gives to `text`: two for a wide character, such as a Chinese
/// one or an emoji, and none for a combining one. Terminals differ in the rarer ones.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// Returns `text`, printable, in lines of at most `columns`: broken at spaces, or inside a word
/// that is longer than a line. Several spaces count as one, as in a browser.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text, std::size_t columns);

/// `text`, printable, and with an ellipsis in place of its end if it has more code points.
[[nodiscard]] std::string shorten(std::string_view text, std::size_t most_code_points);

} // namespace program
