// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "measurements.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <utility>

namespace benchmarks {

namespace {

constexpr char const* speed_counter = "items_per_second"; // Google Benchmark's name for it

} // namespace

double median(std::vector<double> values) {
    auto const middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

std::string with_threads(std::string_view what, std::size_t threads) {
    return fmt::format("{}, {} thread{}", what, threads, threads == 1 ? "" : "s");
}

void Measurements::run(int rounds) {
    for (int round = 0; round <= rounds; ++round) {
        warm_ = round > 0;
        benchmark::RunSpecifiedBenchmarks(this);
    }
    benchmark::ClearRegisteredBenchmarks();
}

std::vector<double> const& Measurements::rounds(std::string const& benchmark,
                                                std::string const& counter) const {
    return rounds_.at(benchmark).at(counter);
}

double Measurements::speed(std::string const& benchmark) const {
    return median(rounds(benchmark, speed_counter));
}

Figure Measurements::time(std::string picture, std::string const& benchmark, TimeUnit unit) const {
    auto figure = speed_figure(std::move(picture), benchmark, unit.name);
    figure.best = unit.in_a_second / figure.best;
    figure.median = unit.in_a_second / figure.median;
    return figure;
}

Figure Measurements::speed_figure(std::string picture, std::string const& benchmark,
                                  char const* unit) const {
    return {.picture = std::move(picture),
            .unit = unit,
            .name = benchmark,
            .best = std::ranges::max(rounds(benchmark, speed_counter)),
            .median = speed(benchmark)};
}

double Measurements::speedup(std::string const& benchmark, std::string const& other) const {
    auto ratios = rounds(benchmark, speed_counter);
    std::transform(ratios.begin(), ratios.end(), rounds(other, speed_counter).begin(),
                   ratios.begin(), std::divides<>());
    return median(std::move(ratios));
}

bool Measurements::ReportContext(Context const& /*context*/) { return true; }

void Measurements::ReportRuns(std::vector<Run> const& runs) {
    if (!warm_) {
        return;
    }
    for (Run const& run : runs) {
        for (auto const& [counter, value] : run.counters) {
            rounds_[run.run_name.function_name][counter].push_back(value);
        }
    }
}

} // namespace benchmarks
