// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/error.hpp>

#include <string>
#include <vector>

/// Each violation as `POINTER: CODE`, which a test can compare with a list that reads well.
inline std::vector<std::string>
violation_lines(std::vector<human_support::Violation> const& violations) {
    std::vector<std::string> lines;
    for (auto const& violation : violations) {
        lines.push_back(violation.pointer + ": " + std::string(name(violation.code)));
    }
    return lines;
}
