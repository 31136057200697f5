// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "terminal_text.hpp"

#include "utf8.hpp"

#include <utf8proc.h>

#include <algorithm>

namespace program {

namespace {

/// As utf8proc takes it.
constexpr utf8proc_int32_t number(char32_t code_point) noexcept {
    return static_cast<utf8proc_int32_t>(code_point);
}

/// What a reader takes for the characters of `text`, such as a letter with its accents (Unicode
/// Standard Annex #29: extended grapheme clusters).
std::vector<std::u32string_view> characters(std::u32string_view text) {
    std::vector<std::u32string_view> all;
    utf8proc_int32_t state = 0;
    while (!text.empty()) {
        std::size_t size = 1;
        while (size < text.size() && !utf8proc_grapheme_break_stateful(
                                         number(text[size - 1]), number(text[size]), &state)) {
            ++size;
        }
        all.push_back(text.substr(0, size));
        text.remove_prefix(size);
    }
    return all;
}

/// Two columns are the most: several emojis that are joined to one are drawn as one.
std::size_t character_width(std::u32string_view character) {
    int sum = 0;
    for (char32_t const code_point : character) {
        sum += utf8proc_charwidth(number(code_point));
    }
    return static_cast<std::size_t>(std::min(sum, 2));
}

std::size_t width(std::u32string_view text) {
    std::size_t sum = 0;
    for (auto const character : characters(text)) {
        sum += character_width(character);
    }
    return sum;
}

std::u32string decode_safely(std::string_view text) {
    std::u32string code_points = decode(text);
    for (char32_t& code_point : code_points) {
        if (code_point != U'\n' && code_point != U'\t' && disturbs_terminal(code_point)) {
            code_point = replacement_character;
        }
    }
    return code_points;
}

} // namespace

bool disturbs_terminal(char32_t code_point) noexcept {
    return code_point < 0x20 || (code_point >= 0x7F && code_point <= 0x9F) ||
           (code_point >= 0x202A && code_point <= 0x202E) ||
           (code_point >= 0x2066 && code_point <= 0x2069);
}

std::string printable(std::string_view text) { return encode(decode_safely(text)); }

std::size_t display_width(std::string_view text) { return width(decode_safely(text)); }

std::vector<std::string> wrap(std::string_view text, std::size_t columns) {
    std::vector<std::string> lines;
    std::u32string line;
    std::size_t line_width = 0;
    auto const end_line = [&] {
        lines.push_back(encode(line));
        line.clear();
        line_width = 0;
    };
    auto const add = [&](std::u32string_view character) {
        if (!line.empty() && line_width + character_width(character) > columns) {
            end_line();
        }
        line += character;
        line_width += character_width(character);
    };
    auto const add_word = [&](std::u32string_view word) {
        if (!line.empty() && line_width + 1 + width(word) > columns) {
            end_line();
        } else if (!line.empty()) {
            add(U" ");
        }
        std::ranges::for_each(characters(word), add);
    };
    std::u32string const code_points = decode_safely(text);
    std::u32string_view rest = code_points;
    while (!rest.empty()) {
        auto const word = rest.substr(0, rest.find_first_of(U" \t\n"));
        rest.remove_prefix(word.size());
        if (!word.empty()) {
            add_word(word);
        } else {
            if (rest.front() == U'\n') {
                end_line();
            }
            rest.remove_prefix(1);
        }
    }
    end_line();
    return lines;
}

std::string shorten(std::string_view text, std::size_t most_code_points) {
    std::u32string code_points = decode_safely(text);
    if (code_points.size() > most_code_points) {
        code_points.resize(most_code_points);
        code_points.back() = U'…';
    }
    return encode(code_points);
}

} // namespace program
