// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace benchmarks {

void Report::say(std::string_view line) {
    fmt::print("{}\n", line);
    std::fflush(stdout); // it may take minutes until the next one
}

void Report::at_least(std::string what, double value, double least) {
    rows_.push_back({std::move(what), value, fmt::format(">= {}", least), value >= least});
}

void Report::at_most(std::string what, double value, double most) {
    rows_.push_back({std::move(what), value, fmt::format("<= {}", most), value <= most});
}

void Report::without_requirement(std::string what, double value) {
    rows_.push_back({std::move(what), value, "", true});
}

bool Report::print_table() const {
    fmt::print("\n{:<66}{:>10}  {:>8}\n", "", "measured", "required");
    for (Row const& row : rows_) {
        auto const* const verdict = row.required.empty() ? "" : row.kept ? "kept" : "MISSED";
        fmt::print("{:<66}{:>10.2f}  {:>8}  {}\n", row.what, row.value, row.required, verdict);
    }
    return std::ranges::all_of(rows_, &Row::kept);
}

} // namespace benchmarks
