// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "report.hpp"

#include <benchmark/benchmark.h>

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace benchmarks {

/// The value in the middle of `values`, or the next larger one. There has to be one.
[[nodiscard]] double median(std::vector<double> values);

/// The name of what so many threads do: "what, 2 threads".
[[nodiscard]] std::string with_threads(std::string_view what, std::size_t threads);

/// In what a figure tells a time.
struct TimeUnit {
    char const* name;
    double in_a_second;
};
inline constexpr TimeUnit in_nanoseconds{"ns", 1e9};
inline constexpr TimeUnit in_microseconds{"µs", 1e6};
inline constexpr TimeUnit in_milliseconds{"ms", 1e3};

/// What Google Benchmark measured, round by round.
class Measurements final : private benchmark::BenchmarkReporter {
public:
    /// Runs every benchmark that is registered, one after the other, `rounds` times, so that
    /// whatever else the machine does meets all of them alike; then forgets the benchmarks. One
    /// more round comes first, to warm up, and is not measured.
    void run(int rounds);

    /// The counter of a benchmark in each round.
    [[nodiscard]] std::vector<double> const& rounds(std::string const& benchmark,
                                                    std::string const& counter) const;

    /// Operations a second, as `benchmark::State::SetItemsProcessed` has them: their median.
    [[nodiscard]] double speed(std::string const& benchmark) const;

    /// The time of an operation of a benchmark, under the name of the benchmark.
    [[nodiscard]] Figure time(std::string picture, std::string const& benchmark,
                              TimeUnit unit) const;

    /// The speed of a benchmark, under its name.
    [[nodiscard]] Figure speed_figure(std::string picture, std::string const& benchmark,
                                      char const* unit) const;

    /// How many times as fast as `other` a benchmark is: the median of what it was in each round,
    /// where both ran right after each other.
    [[nodiscard]] double speedup(std::string const& benchmark, std::string const& other) const;

private:
    bool ReportContext(Context const& context) override;
    void ReportRuns(std::vector<Run> const& runs) override;

    bool warm_ = false;
    std::map<std::string, std::map<std::string, std::vector<double>>> rounds_; ///< by both names
};

} // namespace benchmarks
