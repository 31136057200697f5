// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace benchmarks {

namespace {

/// As a value in a CSV file (RFC 4180). No text here has a quote.
std::string csv_text(std::string_view text) { return fmt::format("\"{}\"", text); }

} // namespace

Figure allocation_figure(std::string const& picture, std::string name, std::size_t allocations) {
    auto const count = static_cast<double>(allocations);
    return {.picture = picture + ": allocations",
            .unit = "allocations",
            .name = std::move(name),
            .best = count,
            .median = count};
}

void Report::say(std::string_view line) {
    fmt::print("{}\n", line);
    std::fflush(stdout); // it may take minutes until the next one
}

void Report::figure(Figure figure) {
    auto const records =
        figure.records == 0 ? std::string() : fmt::format(", {} records", figure.records);
    say(fmt::format("  {:<80} median {:>10.6g} {}, best {:.6g}",
                    fmt::format("{}: {}{}", figure.picture, figure.name, records), figure.median,
                    figure.unit, figure.best));
    figures_.push_back(std::move(figure));
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
        fmt::print("{:<66}{:>10.2f}  {:>8}  {}\n", row.what, row.value, row.required,
                   row.verdict());
    }
    return std::ranges::all_of(rows_, &Row::kept);
}

void Report::write_results(std::string_view subject) const {
    auto const* const name = std::getenv("HUMAN_SUPPORT_BENCHMARK_RESULTS");
    if (name == nullptr) {
        return;
    }
    std::filesystem::path const folder(name);
    std::ofstream ratios(folder / "ratios.csv", std::ios::app);
    for (Row const& row : rows_) {
        ratios << fmt::format("{},{},{:.3f},{},{}\n", csv_text(subject), csv_text(row.what),
                              row.value, row.required, row.verdict());
    }
    std::ofstream figures(folder / "figures.csv", std::ios::app);
    for (Figure const& figure : figures_) {
        figures << fmt::format("{},{},{},{},{:g},{:g}\n", csv_text(figure.picture),
                               csv_text(figure.unit), csv_text(figure.name), figure.records,
                               figure.best, figure.median);
    }
    ratios.close();
    figures.close();
    if (!ratios || !figures) {
        throw std::runtime_error("cannot write to " + folder.string());
    }
}

} // namespace benchmarks
