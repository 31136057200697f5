// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "groups.hpp"
#include "writer_process.hpp"

#include <human_support/sqlite_repository.hpp>

#include <fmt/core.h>

#include <cstdio>
#include <exception>
#include <string_view>

namespace {

// What the program exits with.
constexpr int kept = 0;
constexpr int missed = 1;
constexpr int failed = 2;

int run(bool quick, char const* folder) {
    using namespace benchmarks;
    SampleFiles const files(folder);
    Plan const plan = quick ? Plan{files, {100'000}, 1000, 3, 200'000}
                            : Plan{files, {100'000, 1'000'000}, 4000, 15, 2'000'000};
    Report report;
    measure_cache_over_storage(plan, report);
    measure_writes(plan, report);
    measure_processes(plan, report);
    measure_finds(plan, report);
    measure_cached_finds(plan, report);
    measure_opening(plan, report);
    measure_purges(plan, report);
    return report.print_table() || quick ? kept : missed;
}

} // namespace

int main(int argc, char** argv) {
    bool const is_writer = benchmarks::WriterProcess::is_meant(argc, argv);
    bool const quick = argc == 3 && std::string_view(argv[1]) == "--quick";
    if (!is_writer && argc != (quick ? 3 : 2)) {
        fmt::print(stderr, "usage: {} [--quick] FOLDER\n", argv[0]);
        return failed;
    }
    try {
        human_support::disable_sqlite_memory_statistics().value();
        return is_writer ? benchmarks::WriterProcess::run(argv) : run(quick, argv[argc - 1]);
    } catch (std::exception const& error) {
        fmt::print(stderr, "{}\n", error.what());
        return failed;
    }
}
