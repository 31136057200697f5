// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/language.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace human_support::detail {

/// Returns the JSON Pointer (RFC 6901) to the member `name` of the value that `parent` points to,
/// which is the whole document by default.
[[nodiscard]] inline std::string json_pointer(std::string_view name, std::string parent = {}) {
    parent += '/';
    for (char const c : name) {
        switch (c) {
        case '~': parent += "~0"; break;
        case '/': parent += "~1"; break;
        default: parent += c;
        }
    }
    return parent;
}

/// Returns the JSON Pointer to the element `index`, from 0, of the array that `parent` points to.
[[nodiscard]] inline std::string json_pointer(std::size_t index, std::string parent) {
    return json_pointer(std::to_string(index), std::move(parent));
}

} // namespace human_support::detail
