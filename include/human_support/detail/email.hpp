// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/language.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace human_support::detail {

/// A set of ASCII characters, which is quicker to ask than a text.
class CharacterSet {
public:
    constexpr explicit CharacterSet(std::string_view characters) {
        for (char const c : characters) {
            has_[static_cast<unsigned char>(c)] = true;
        }
    }

    /// Tells whether each byte of `text` is in it.
    [[nodiscard]] constexpr bool has_all_of(std::string_view text) const noexcept {
        for (char const c : text) {
            if (!has_[static_cast<unsigned char>(c)]) {
                return false;
            }
        }
        return true;
    }

private:
    std::array<bool, 256> has_{};
};

inline constexpr CharacterSet domain_label_characters{
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-"};
inline constexpr CharacterSet email_local_part_characters{
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.!#$%&'*+/=?^_`{|}~-"};

/// Tells whether `label` is a label of a domain (RFC 1034, section 3.5): 1 to 63 letters, digits
/// and inner hyphens.
[[nodiscard]] constexpr bool is_domain_label(std::string_view label) noexcept {
    return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
           domain_label_characters.has_all_of(label);
}

/// The length of the longest local part (the part before the `@`), in bytes (RFC 5321, section
/// 4.5.3.1.1).
inline constexpr std::size_t max_email_local_part_bytes = 64;

/// Tells whether `text` is an email address, by the rule of the HTML Standard (WHATWG) for `input
/// type=email`, section "Email state", with a local part of at most 64 bytes. Trims nothing.
[[nodiscard]] constexpr bool is_email(std::string_view text) noexcept {
    auto const at = text.find('@');
    if (at == std::string_view::npos || at == 0 || at > max_email_local_part_bytes) {
        return false;
    }
    if (!email_local_part_characters.has_all_of(text.substr(0, at))) {
        return false;
    }
    std::string_view domain = text.substr(at + 1);
    for (;;) {
        auto const dot = domain.find('.');
        if (!is_domain_label(domain.substr(0, dot))) {
            return false;
        }
        if (dot == std::string_view::npos) {
            return true;
        }
        domain.remove_prefix(dot + 1);
    }
}

} // namespace human_support::detail
