// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/uuid_text.hpp>
#include <human_support/repository.hpp>

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <type_traits>

namespace human_support::testing {

/// `text` in quotes; only the beginning and the size if it is long.
[[nodiscard]] inline std::string describe_text(std::string_view text) {
    constexpr std::size_t most = 80;
    return text.size() <= most
               ? fmt::format("\"{}\"", text)
               : fmt::format("\"{}...\" ({} bytes)", text.substr(0, most), text.size());
}

/// Returns a value as a failure shows it to a person.
template <class T>
[[nodiscard]] std::string describe(T const& value) {
    if constexpr (std::is_same_v<T, bool>) {
        return value ? "true" : "false";
    } else if constexpr (std::is_integral_v<T>) {
        return std::to_string(value);
    } else if constexpr (std::is_same_v<T, Errc>) {
        return std::string(name(value));
    } else if constexpr (std::is_same_v<T, boost::uuids::uuid>) {
        return detail::to_uuid_text(value);
    } else if constexpr (std::is_same_v<T, Timestamp>) {
        return fmt::format("{} ms since 1970", value.time_since_epoch().count());
    } else if constexpr (std::is_same_v<T, ChatbotId> || std::is_same_v<T, AccountId>) {
        return describe_text(value.str());
    } else if constexpr (std::is_convertible_v<T const&, std::string_view>) {
        return describe_text(value);
    } else {
        std::string list;
        for (auto const& element : value) {
            list += (list.empty() ? "" : ", ") + describe(element);
        }
        return "[" + list + "]";
    }
}

} // namespace human_support::testing
