// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "terminal_text.hpp"

#include <human_support/detail/unicode.hpp>

#include <algorithm>

namespace program {

namespace {

constexpr char32_t replacement_character = 0xFFFD;

struct Range {
    char32_t first;
    char32_t last;
};

/// What takes no column of its own (The Unicode Standard, general categories Mn, Me and Cf), for
/// the scripts in common use.
constexpr Range zero_width[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD},   {0x0610, 0x061A},  {0x064B, 0x065F},
    {0x06D6, 0x06DC}, {0x0900, 0x0902}, {0x093C, 0x093C},   {0x0941, 0x0948},  {0x094D, 0x094D},
    {0x0E31, 0x0E31}, {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E},   {0x1AB0, 0x1AFF},  {0x1DC0, 0x1DFF},
    {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x206F},   {0x20D0, 0x20FF},  {0xFE00, 0xFE0F},
    {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0x1F3FB, 0x1F3FF}, {0xE0100, 0xE01EF}};

/// What takes two columns (Unicode Standard Annex #11, East Asian Width: W and F).
constexpr Range wide[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x23E9, 0x23EC},   {0x2614, 0x2615},
    {0x2705, 0x2705},   {0x2728, 0x2728},   {0x274C, 0x274C},   {0x2753, 0x2755},
    {0x2757, 0x2757},   {0x2795, 0x2797},   {0x2B50, 0x2B50},   {0x2E80, 0x303E},
    {0x3041, 0xA4CF},   {0xA960, 0xA97F},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F},
    {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD}};

template <std::size_t Count>
bool contains(Range const (&ranges)[Count], char32_t code_point) {
    return std::ranges::any_of(ranges, [code_point](Range range) {
        return code_point >= range.first && code_point <= range.last;
    });
}

std::size_t width(char32_t code_point) {
    return contains(zero_width, code_point) ? 0 : contains(wide, code_point) ? 2 : 1;
}

std::size_t width(std::u32string_view text) {
    std::size_t sum = 0;
    for (char32_t const code_point : text) {
        sum += width(code_point);
    }
    return sum;
}

/// The code points of `text`, made safe; U+FFFD stands for all from the first that is not UTF-8.
std::u32string decode(std::string_view text) {
    std::u32string code_points;
    bool const utf8 = human_support::detail::for_each_code_point(text, [&](char32_t code_point) {
        bool const safe =
            code_point == U'\n' || code_point == U'\t' || !disturbs_terminal(code_point);
        code_points += safe ? code_point : replacement_character;
    });
    if (!utf8) {
        code_points += replacement_character;
    }
    return code_points;
}

std::string encode(std::u32string_view code_points) {
    std::string text;
    auto const add = [&text](char32_t byte) { text += static_cast<char>(byte); };
    for (char32_t const c : code_points) {
        if (c < 0x80) {
            add(c);
        } else if (c < 0x800) {
            add(0xC0 | (c >> 6U));
            add(0x80 | (c & 0x3FU));
        } else if (c < 0x10000) {
            add(0xE0 | (c >> 12U));
            add(0x80 | ((c >> 6U) & 0x3FU));
            add(0x80 | (c & 0x3FU));
        } else {
            add(0xF0 | (c >> 18U));
            add(0x80 | ((c >> 12U) & 0x3FU));
            add(0x80 | ((c >> 6U) & 0x3FU));
            add(0x80 | (c & 0x3FU));
        }
    }
    return text;
}

} // namespace

bool disturbs_terminal(char32_t code_point) noexcept {
    return human_support::detail::is_control(code_point) ||
           (code_point >= 0x202A && code_point <= 0x202E) ||
           (code_point >= 0x2066 && code_point <= 0x2069);
}

std::string printable(std::string_view text) { return encode(decode(text)); }

std::size_t display_width(std::string_view text) { return width(decode(text)); }

std::vector<std::string> wrap(std::string_view text, std::size_t columns) {
    std::vector<std::string> lines;
    std::u32string line;
    std::size_t line_width = 0;
    auto const end_line = [&] {
        lines.push_back(encode(line));
        line.clear();
        line_width = 0;
    };
    auto const add = [&](char32_t code_point) {
        if (!line.empty() && line_width + width(code_point) > columns) {
            end_line();
        }
        line += code_point;
        line_width += width(code_point);
    };
    auto const add_word = [&](std::u32string_view word) {
        if (!line.empty() && line_width + 1 + width(word) > columns) {
            end_line();
        } else if (!line.empty()) {
            add(U' ');
        }
        std::ranges::for_each(word, add);
    };
    std::u32string const code_points = decode(text);
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
    std::u32string code_points = decode(text);
    if (code_points.size() > most_code_points) {
        code_points.resize(most_code_points);
        code_points.back() = U'…';
    }
    return encode(code_points);
}

} // namespace program
