// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "groups.hpp"
#include "writer_process.hpp"

#include <human_support/sqlite_repository.hpp>

#include <fmt/core.h>

#include <array>
#include <cstddef>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

namespace {

// What the program exits with.
constexpr int kept = 0;
constexpr int missed = 1;
constexpr int failed = 2;

using Measure = void (*)(benchmarks::Plan const&, benchmarks::Report&);

/// What can be measured, in this order.
constexpr std::array<std::pair<std::string_view, Measure>, 10> groups{{
    {"cache-storage", benchmarks::measure_cache_over_storage},
    {"json", benchmarks::measure_json},
    {"endpoint", benchmarks::measure_endpoint},
    {"writes", benchmarks::measure_writes},
    {"processes", benchmarks::measure_processes},
    {"finds", benchmarks::measure_finds},
    {"cache", benchmarks::measure_cached_finds},
    {"opening", benchmarks::measure_opening},
    {"purges", benchmarks::measure_purges},
    {"growth", benchmarks::measure_growth},
}};

int run(bool quick, std::string_view folder, std::string_view only) {
    using namespace benchmarks;
    SampleFiles const files(folder);
    std::vector<std::size_t> growth{1000, 10'000};
    if (!quick) {
        growth.insert(growth.end(), {100'000, 1'000'000, 10'000'000});
    }
    Plan const plan = quick ? Plan{files, {100'000}, 1000, 3, 200'000, growth}
                            : Plan{files, {100'000, 1'000'000}, 4000, 15, 2'000'000, growth};
    Report report;
    bool met = false;
    for (auto const& [name, measure] : groups) {
        if (only.empty() || only == name) {
            measure(plan, report);
            met = true;
        }
    }
    if (!met) {
        throw std::runtime_error(fmt::format("there is no group {}", only));
    }
    report.write_results("The library and the SQLite engine");
    return report.print_table() || quick ? kept : missed;
}

} // namespace

int main(int argc, char** argv) {
    bool const is_writer = benchmarks::WriterProcess::is_meant(argc, argv);
    std::vector<std::string_view> arguments(argv + 1, argv + argc);
    bool const quick = std::erase(arguments, "--quick") > 0;
    if (!is_writer && (arguments.empty() || arguments.size() > 2)) {
        fmt::print(stderr, "usage: {} [--quick] FOLDER [GROUP]\n", argv[0]);
        return failed;
    }
    try {
        human_support::disable_sqlite_memory_statistics().value();
        return is_writer ? benchmarks::WriterProcess::run(argv)
                         : run(quick, arguments[0], arguments.size() > 1 ? arguments[1] : "");
    } catch (std::exception const& error) {
        fmt::print(stderr, "{}\n", error.what());
        return failed;
    }
}
