// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/language.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace human_support::detail {

/// Returns the JSON Pointer (RFC 6901) to the member `name` of the value that `parent` points to,
/// which is the whole document by default.
[[nodiscard]] inline std::string json_pointer(std::string_view name, std::string parent = {}) {
    parent.reserve(parent.size() + 1 + name.size());
    parent += '/';
    auto const is_escaped = [](char c) { return c == '~' || c == '/'; };
    for (auto from = name.begin();; ++from) {
        auto const escaped = std::find_if(from, name.end(), is_escaped);
        parent.append(from, escaped); // nearly always all of it
        if (escaped == name.end()) {
            return parent;
        }
        parent += *escaped == '~' ? "~0" : "~1";
        from = escaped;
    }
}

/// Returns the JSON Pointer to the element `index`, from 0, of the array that `parent` points to.
[[nodiscard]] inline std::string json_pointer(std::size_t index, std::string parent) {
    return json_pointer(std::to_string(index), std::move(parent));
}

} // namespace human_support::detail
