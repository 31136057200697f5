// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/ascii.hpp>
#include <human_support/repository.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace human_support::detail {

/// Returns the strong entity tag (RFC 9110, section 8.8.3) of a revision, with its quotes. The
/// epoch keeps it apart from the same revision in a store that was restored from a copy.
[[nodiscard]] inline std::string entity_tag(Epoch epoch, Revision revision) {
    std::array<char, 40> tag{}; // with 16 hexadecimal and 19 decimal digits, and signs
    char* const end = tag.data() + tag.size();
    char* at = tag.data();
    *at++ = '"';
    at = std::to_chars(at, end - 2, epoch, 16).ptr; // two, and one, are for what follows
    *at++ = '-';
    at = std::to_chars(at, end - 1, revision).ptr;
    *at++ = '"';
    return {tag.data(), at};
}

/// How entity tags are compared (RFC 9110, section 8.8.3.2).
enum class TagComparison {
    strong, ///< weak tags match nothing
    weak,   ///< a weak tag matches the strong one with the same text
};

/// Returns `field` without the white space that may surround its value (RFC 9110, section 5.5).
[[nodiscard]] constexpr std::string_view trim(std::string_view field) noexcept {
    field.remove_prefix((std::min)(field.find_first_not_of(" \t"), field.size()));
    return field.substr(0, field.find_last_not_of(" \t") + 1);
}

/// Removes the entity tag at the beginning of `list`, and returns it with its quotes and any `W/`
/// (RFC 9110, section 8.8.3); empty if `list` begins with none.
[[nodiscard]] constexpr std::string_view take_tag(std::string_view& list) noexcept {
    std::size_t const quote = list.starts_with("W/") ? 2 : 0;
    if (!list.substr(quote).starts_with('"')) {
        return {};
    }
    std::size_t end = quote + 1;
    while (end < list.size() && list[end] != '"') {
        auto const byte = static_cast<unsigned char>(list[end++]);
        if (byte < 0x21 || byte == 0x7F) {
            return {};
        }
    }
    if (end == list.size()) {
        return {};
    }
    auto const tag = list.substr(0, end + 1);
    list.remove_prefix(tag.size());
    return tag;
}

/// Tells whether the value of an If-Match or If-None-Match field (RFC 9110, sections 13.1.1 and
/// 13.1.2) names the tag `current`. If there is no representation, `current` is none, and not even
/// `*` names it. A malformed list names nothing. Elements may be empty (section 5.6.1.2).
[[nodiscard]] inline bool names_tag(std::string_view field,
                                    std::optional<std::string> const& current,
                                    TagComparison comparison) {
    std::string_view list = trim(field);
    if (!current || list == "*") {
        return current.has_value();
    }
    bool named = false;
    for (;;) {
        if (!list.empty() && list.front() != ',') {
            auto tag = take_tag(list);
            if (tag.empty()) {
                return false;
            }
            bool const weak = tag.starts_with("W/");
            tag.remove_prefix(weak ? 2 : 0);
            named = named || (tag == *current && !(weak && comparison == TagComparison::strong));
            list = trim(list);
        }
        if (list.empty()) {
            return named;
        }
        if (list.front() != ',') {
            return false;
        }
        list = trim(list.substr(1));
    }
}

/// Returns the token of an Authorization field of the form `Bearer TOKEN` (RFC 6750, section 2.1);
/// none if it has another form. The scheme's case does not matter (RFC 9110, section 11.1).
[[nodiscard]] inline std::optional<std::string> bearer_token(std::string_view field) {
    constexpr std::string_view scheme = "bearer ";
    field = trim(field);
    if (!equal_ignoring_case(field.substr(0, scheme.size()), scheme)) {
        return std::nullopt;
    }
    std::string_view token = field.substr(scheme.size());
    token.remove_prefix((std::min)(token.find_first_not_of(' '), token.size()));
    constexpr std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                         "0123456789-._~+/";
    auto const padding = (std::min)(token.find_first_not_of(allowed), token.size());
    bool const well_formed =
        padding > 0 && token.find_first_not_of('=', padding) == std::string_view::npos;
    return well_formed ? std::optional<std::string>(token) : std::nullopt;
}

/// Returns the media type of a Content-Type field (RFC 9110, section 8.3.1) in lower case, without
/// its parameters.
[[nodiscard]] inline std::string media_type(std::string_view field) {
    return ascii_lower(trim(field.substr(0, field.find(';'))));
}

} // namespace human_support::detail
