// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "fuzz/fuzzer.hpp"

#include <human_support/error.hpp>

#include <boost/json/value.hpp>

#include <string_view>
#include <vector>

/// Whether Boost.JSON finds the value that the JSON Pointer names.
[[nodiscard]] inline bool points_into(boost::json::value const& json, std::string_view pointer) {
    boost::system::error_code code;
    return json.find_pointer(pointer, code) != nullptr;
}

/// That each violation names the value that it is about, or else a member that `json` lacks, and
/// has a sentence for a person.
inline void check_violations(std::vector<human_support::Violation> const& violations,
                             boost::json::value const& json) {
    for (auto const& violation : violations) {
        require(points_into(json, violation.pointer) !=
                    (violation.code == human_support::ViolationCode::missing_member),
                "a violation points to its value");
        require(violation.message.ends_with('.'), "a violation has a sentence");
    }
}
