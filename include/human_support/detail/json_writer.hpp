// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/language.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace human_support::detail {

/// Tells whether a text must escape `byte` (RFC 8259, section 7).
[[nodiscard]] constexpr bool is_escaped_in_json(char byte) noexcept {
    return static_cast<unsigned char>(byte) < 0x20 || byte == '"' || byte == '\\';
}

/// Tells whether any of the eight bytes of `word` is one of these: the highest bit of a byte is set
/// where it is less than 0x20, or would be zero without the bits of the quote or the backslash.
[[nodiscard]] constexpr bool has_escaped_in_json(std::uint64_t word) noexcept {
    constexpr std::uint64_t ones = 0x0101010101010101;
    auto const quotes = word ^ (ones * '"');
    auto const backslashes = word ^ (ones * '\\');
    auto const found = ((word - ones * 0x20) & ~word) | ((quotes - ones) & ~quotes) |
                       ((backslashes - ones) & ~backslashes);
    return (found & (ones * 0x80)) != 0;
}

/// Returns how many bytes of `text` stand before the first that it must escape.
[[nodiscard]] inline std::size_t bytes_before_escape(std::string_view text) noexcept {
    std::size_t at = 0;
    for (std::uint64_t word = 0; text.size() - at >= sizeof word; at += sizeof word) {
        std::memcpy(&word, text.data() + at, sizeof word);
        if (has_escaped_in_json(word)) {
            break;
        }
    }
    while (at < text.size() && !is_escaped_in_json(text[at])) {
        ++at;
    }
    return at;
}

/// The bytes that a text reserves for its escapes. With more of them it allocates once more.
inline constexpr std::size_t room_for_escapes = 64;

inline void append_escape(std::string& out, char byte) {
    constexpr std::string_view named = "\"\\\b\f\n\r\t";
    constexpr std::string_view names = "\"\\bfnrt";
    constexpr std::string_view digits = "0123456789abcdef";
    if (auto const index = named.find(byte); index != std::string_view::npos) {
        (out += '\\') += names[index];
    } else {
        auto const code = static_cast<unsigned char>(byte);
        ((out += "\\u00") += digits[code >> 4U]) += digits[code & 0xFU];
    }
}

// append_json(out, value) adds the JSON text of `value` to `out`, and escapes what RFC 8259
// (section 7) says and nothing else. json_size(value) is the size of that text, if nothing is
// escaped.

template <std::same_as<bool> Bool> // to which a pointer would convert
void append_json(std::string& out, Bool value) {
    out += value ? std::string_view("true") : std::string_view("false");
}
template <std::same_as<bool> Bool>
[[nodiscard]] constexpr std::size_t json_size(Bool) {
    return std::string_view("false").size();
}

inline void append_json(std::string& out, std::string_view text) {
    out += '"';
    for (;;) {
        auto const plain = bytes_before_escape(text);
        out += text.substr(0, plain);
        if (plain == text.size()) {
            break;
        }
        append_escape(out, text[plain]);
        text.remove_prefix(plain + 1);
    }
    out += '"';
}
[[nodiscard]] constexpr std::size_t json_size(std::string_view text) { return text.size() + 2; }

inline void append_json(std::string& out, std::vector<std::string> const& texts) {
    out += '[';
    for (auto const& text : texts) {
        if (&text != texts.data()) {
            out += ',';
        }
        append_json(out, std::string_view(text));
    }
    out += ']';
}
[[nodiscard]] inline std::size_t json_size(std::vector<std::string> const& texts) {
    std::size_t size = 2;
    for (std::string_view const text : texts) {
        size += json_size(text) + 1;
    }
    return size;
}

inline void append_json(std::string& out, std::int64_t number) { out += std::to_string(number); }
[[nodiscard]] constexpr std::size_t json_size(std::int64_t) {
    return std::string_view("-9223372036854775808").size();
}

/// Writes a JSON object, member by member. Its names need no escapes.
class JsonObjectWriter {
public:
    /// Adds the object to `out`, which is borrowed.
    explicit JsonObjectWriter(std::string& out) : out_(out) {}

    /// Adds a name, after which its value is to be added to the text.
    void add_name(std::string_view name) {
        out_.append(before_name_).append(name).append(std::string_view("\":"));
        before_name_ = ",\"";
    }

    /// Ends the object, which has a member at the least.
    void end() { out_ += '}'; }

private:
    std::string& out_;
    std::string_view before_name_ = "{\"";
};

} // namespace human_support::detail
