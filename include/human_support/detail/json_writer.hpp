// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/byte_words.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace human_support::detail {

// A text is written twice: into its size, and then into a string of that size. So each function
// here that adds something to a text takes either of the two by value, and returns it with what was
// added, as the algorithms of the standard library do with an output iterator.

/// The bytes that a text has so far.
struct TextSize {
    std::size_t bytes = 0;
};

/// The place at which a text goes on, which has room for all of it.
struct TextPlace {
    char* to;
};

[[nodiscard]] constexpr TextSize add(TextSize size, std::string_view piece) noexcept {
    return {size.bytes + piece.size()};
}
[[nodiscard]] inline TextPlace add(TextPlace place, std::string_view piece) noexcept {
    return {std::copy(piece.begin(), piece.end(), place.to)};
}

/// Adds `bytes` bytes, which `write(to)` writes.
template <class Write>
[[nodiscard]] constexpr TextSize add_written(TextSize size, std::size_t bytes, Write const&) {
    return {size.bytes + bytes};
}
template <class Write>
[[nodiscard]] TextPlace add_written(TextPlace place, std::size_t bytes, Write const& write) {
    write(place.to);
    return {place.to + bytes};
}

/// Returns the text that `add_to(out)` adds to a `TextSize` and a `TextPlace`, with one allocation.
template <class AddTo>
[[nodiscard]] std::string text_of(AddTo const& add_to) {
    std::string text(add_to(TextSize()).bytes, '\0');
    static_cast<void>(add_to(TextPlace{text.data()}));
    return text;
}

/// Returns how many bytes of `text` stand before the first that it must escape (RFC 8259, section
/// 7).
[[nodiscard]] constexpr std::size_t bytes_before_escape(std::string_view text) noexcept {
    return bytes_before(text, [](std::uint64_t word) {
        // Changed in the bit 0x02, the quote is 0x20, and controls remain less than that.
        return mark_less(word ^ (word_of_ones * 0x02), 0x21) | mark_equal(word, '\\');
    });
}

/// Returns the letter of the short escape of `byte`; NUL if it has none.
[[nodiscard]] constexpr char short_escape(char byte) noexcept {
    switch (byte) {
    case '"': return '"';
    case '\\': return '\\';
    case '\b': return 'b';
    case '\f': return 'f';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    default: return '\0';
    }
}

template <class Out>
[[nodiscard]] Out add_escape(Out out, char byte) {
    constexpr std::string_view digits = "0123456789abcdef";
    if (char const letter = short_escape(byte); letter != '\0') {
        return add(add(out, "\\"), {&letter, 1});
    }
    auto const code = static_cast<unsigned char>(byte);
    out = add(add(out, "\\u00"), digits.substr(code >> 4U, 1));
    return add(out, digits.substr(code & 0xFU, 1));
}

// add_json(out, value) adds the JSON text of `value`, and escapes what RFC 8259 (section 7) says
// and nothing else.

template <class Out, std::same_as<bool> Bool> // to which a pointer would convert
[[nodiscard]] Out add_json(Out out, Bool value) {
    return add(out, value ? std::string_view("true") : std::string_view("false"));
}

template <class Out>
[[nodiscard]] Out add_json(Out out, std::string_view text) {
    out = add(out, "\"");
    for (;;) {
        auto const plain = bytes_before_escape(text);
        out = add(out, text.substr(0, plain));
        if (plain == text.size()) {
            return add(out, "\"");
        }
        out = add_escape(out, text[plain]);
        text.remove_prefix(plain + 1);
    }
}

template <class Out>
[[nodiscard]] Out add_json(Out out, std::vector<std::string> const& texts) {
    out = add(out, "[");
    for (auto const& text : texts) {
        if (&text != texts.data()) {
            out = add(out, ",");
        }
        out = add_json(out, std::string_view(text));
    }
    return add(out, "]");
}

template <class Out>
[[nodiscard]] Out add_json(Out out, std::int64_t number) {
    return add(out, std::to_string(number));
}

/// Adds an object to a text, member by member. Its names need no escapes.
template <class Out>
class AddToText {
public:
    explicit AddToText(Out out) : out_(out) {}

    template <class T>
    void operator()(std::string_view name, T const& value) {
        out_ = add_json(add_name(name), value);
    }

    /// Adds a member, whose value `add_value(out)` adds.
    template <class AddValue>
    void add_with(std::string_view name, AddValue const& add_value) {
        out_ = add_value(add_name(name));
    }

    /// Ends the object, which has a member at the least, and returns the text.
    [[nodiscard]] Out end() const { return add(out_, "}"); }

private:
    [[nodiscard]] Out add_name(std::string_view name) {
        auto const before = is_first_ ? std::string_view("{\"") : std::string_view(",\"");
        is_first_ = false;
        return add(add(add(out_, before), name), "\":");
    }

    Out out_;
    bool is_first_ = true;
};

} // namespace human_support::detail
