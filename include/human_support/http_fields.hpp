// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/email.hpp>
#include <human_support/repository.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace human_support {

/// The strong entity tag (RFC 9110, section 8.8.3) of a revision, with its quotes. The epoch keeps
/// it apart from that of the same revision in a store that was restored from a copy.
[[nodiscard]] inline std::string entity_tag(Epoch epoch, Revision revision) {
    std::array<char, 17> hex{}; // with a sign
    auto const written = std::to_chars(hex.data(), hex.data() + hex.size(), epoch, 16);
    return std::string("\"")
               .append(hex.data(), static_cast<std::size_t>(written.ptr - hex.data()))
               .append("-") +
           std::to_string(revision) + '"';
}

/// How entity tags are compared (RFC 9110, section 8.8.3.2).
enum class TagComparison {
    strong, ///< weak tags match nothing
    weak,   ///< a weak tag matches the strong one with the same text
};

/// Whether the value of an If-Match or If-None-Match field (RFC 9110, sections 13.1.1 and 13.1.2)
/// names `current`; none where there is no representation, which not even `*` names. A list that is
/// malformed counts up to its first mistake.
[[nodiscard]] inline bool names_tag(std::string_view field,
                                    std::optional<std::string> const& current,
                                    TagComparison comparison) {
    if (!current) {
        return false;
    }
    if (field == "*") {
        return true;
    }
    for (;;) {
        field.remove_prefix((std::min)(field.find_first_not_of(" \t,"), field.size()));
        bool const weak = field.starts_with("W/");
        field.remove_prefix(weak ? 2 : 0);
        auto const end = field.starts_with('"') ? field.find('"', 1) : std::string_view::npos;
        if (end == std::string_view::npos) {
            return false;
        }
        if (field.substr(0, end + 1) == *current &&
            !(weak && comparison == TagComparison::strong)) {
            return true;
        }
        field.remove_prefix(end + 1);
        field.remove_prefix((std::min)(field.find_first_not_of(" \t"), field.size()));
        if (!field.starts_with(',')) {
            return false;
        }
    }
}

/// The token of an Authorization field of the form `Bearer TOKEN` (RFC 6750, section 2.1); none
/// where it has any other form. The scheme's case does not matter (RFC 9110, section 11.1).
[[nodiscard]] inline std::optional<std::string_view> bearer_token(std::string_view field) {
    constexpr std::string_view scheme = "bearer ";
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
    return well_formed ? std::optional(token) : std::nullopt;
}

/// The media type of a Content-Type field (RFC 9110, section 8.3.1) in lower case, without its
/// parameters.
[[nodiscard]] inline std::string media_type(std::string_view field) {
    auto type = ascii_lower(field.substr(0, field.find(';')));
    type.erase(type.find_last_not_of(" \t") + 1);
    return type;
}

} // namespace human_support
