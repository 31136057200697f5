// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "groups.hpp"
#include "measurements.hpp"
#include "timed_threads.hpp"
#include "writer_process.hpp"

#include <human_support/sqlite_repository.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

namespace benchmarks {

namespace {

using human_support::SqliteRepository;

/// Lets each process do its work, all at once.
void write_from_processes(benchmark::State& state, std::vector<WriterProcess*> const& processes,
                          std::size_t writes) {
    for (auto _ : state) {
        auto const begin = std::chrono::steady_clock::now();
        for (auto* process : processes) {
            process->start();
        }
        for (auto* process : processes) {
            process->wait();
        }
        state.SetIterationTime(Seconds(std::chrono::steady_clock::now() - begin).count());
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(writes));
}

void measure_shared_writes(Plan const& plan, Report& report) {
    auto const half = plan.writes / 2;
    auto const original = plan.files.with_records(written_records);
    auto const file_of_8 = plan.files.copy(original, "process-of-8.db");
    auto const file_of_4 = plan.files.copy(original, "process-of-4.db");
    auto const shared_file = plan.files.copy(original, "two-processes.db");
    WriterProcess of_8({file_of_8, 8, 0, 2 * half});
    WriterProcess of_4({file_of_4, 4, 0, 2 * half});
    WriterProcess one({shared_file, 4, 0, half});
    WriterProcess other({shared_file, 4, half, half});
    auto const add = [&](char const* name, std::vector<WriterProcess*> processes) {
        auto const write = [processes = std::move(processes), half](benchmark::State& state) {
            write_from_processes(state, processes, 2 * half);
        };
        benchmark::RegisterBenchmark(name, write)->Iterations(1)->UseManualTime();
    };
    constexpr char const* two = "2 processes of 4 threads";
    add("1 process of 8 threads", {&of_8});
    add("1 process of 4 threads", {&of_4});
    add(two, {&one, &other});
    Measurements measured;
    measured.run(plan.rounds);

    Report::say("Durable writes of processes:");
    for (char const* name : {"1 process of 8 threads", "1 process of 4 threads", two}) {
        Report::say(fmt::format("  {:<24}{:>8.0f}/s", name, measured.speed(name)));
    }
    report.at_least("durable writes: 2 processes of 4 threads / 1 of 4",
                    measured.speedup(two, "1 process of 4 threads"), 0.8);
    // Fewer threads share each commit, since a process shares them among its own alone.
    report.without_requirement("durable writes: 2 processes of 4 threads / 1 of 8",
                               measured.speedup(two, "1 process of 8 threads"));
}

double median_of_ten(std::vector<double> const& times) {
    std::vector<double> sums;
    for (auto next = times.begin(); times.end() - next >= 10; next += 10) {
        sums.push_back(std::accumulate(next, next + 10, 0.0));
    }
    return median(std::move(sums));
}

/// Writes all the while, and does no checkpoint; `other` does some, meanwhile or afterwards. How
/// many, and the times of the writes, are counters.
void write_without_checkpoint(benchmark::State& state, SqliteRepository& repository,
                              WriterProcess& other, bool meanwhile,
                              std::span<human_support::Write const> writes) {
    constexpr std::size_t writes_to_checkpoint = 400; // fill more than 1,000 pages of the WAL
    std::vector<double> times;
    std::size_t told = 0;
    for (auto _ : state) {
        auto before = std::chrono::steady_clock::now();
        for (std::size_t i = 0; i < writes.size(); ++i) {
            repository.write(writes[i]).value();
            auto const after = std::chrono::steady_clock::now();
            times.push_back(Seconds(after - before).count());
            before = after;
            if (meanwhile && i % writes_to_checkpoint == writes_to_checkpoint - 1) {
                other.start();
                ++told;
            }
        }
        state.SetIterationTime(std::accumulate(times.begin(), times.end(), 0.0));
    }
    if (!meanwhile) {
        other.start();
        ++told;
    }
    int checkpoints = 0;
    for (; told > 0; --told) {
        checkpoints += other.wait() ? 1 : 0;
    }
    state.counters["checkpoints"] = checkpoints;
    state.counters["ten"] = median_of_ten(times) * 1000;
    state.counters["longest"] = std::ranges::max(times) * 1000;
}

/// Prints the longest write of a benchmark's rounds, and returns it in medians of ten writes.
double describe_longest(Measurements const& measured, char const* name) {
    auto const& checkpoints = measured.rounds(name, "checkpoints");
    auto const ten = median(measured.rounds(name, "ten"));
    auto const& longest = measured.rounds(name, "longest");
    // The median, since a disk that others use as well is slow now and then.
    auto const longest_of_round = median(longest);
    Report::say(fmt::format("  {:<24}{:>4} checkpoints: ten writes take {:.2f} ms, the longest of "
                            "a round {:.2f} ms, of all {:.2f} ms",
                            name, std::accumulate(checkpoints.begin(), checkpoints.end(), 0.0), ten,
                            longest_of_round, std::ranges::max(longest)));
    return longest_of_round / ten;
}

void measure_checkpoints_of_others(Plan const& plan, Report& report) {
    human_support::SqliteOptions options;
    options.wal_autocheckpoint = std::numeric_limits<std::size_t>::max();
    auto const open = [&](char const* name) {
        auto const file = plan.files.copy(plan.files.with_records(written_records), name);
        return SqliteRepository::open(file, options).value();
    };
    auto const shared = open("shared.db");
    auto const own = open("not-shared.db");
    WriterProcess other({plan.files.folder() / "shared.db", 1, 0, 1});
    WriterProcess waiting({plan.files.folder() / "not-shared.db", 1, 0, 1});
    auto const writes = random_writes(plan.writes);
    auto const add = [&](char const* name, SqliteRepository& repository, WriterProcess& process,
                         bool meanwhile) {
        auto const write = [&, meanwhile](benchmark::State& state) {
            write_without_checkpoint(state, repository, process, meanwhile, writes);
        };
        benchmark::RegisterBenchmark(name, write)->Iterations(1)->UseManualTime();
    };
    add("alone", *own, waiting, false);
    add("beside another process", *shared, other, true);
    Measurements measured;
    measured.run(plan.rounds);

    Report::say("Writes of a process that does no checkpoint itself:");
    auto const alone = describe_longest(measured, "alone");
    auto const beside = describe_longest(measured, "beside another process");
    // The disk decides: where ten commits take 3 ms, moving the 1,000 pages of a checkpoint takes
    // 10, and where they take 40 ms, it takes 15.
    report.without_requirement("durable writes: the longest / ten, alone", alone);
    report.without_requirement("durable writes: the longest / ten, beside checkpoints of others",
                               beside);
}

} // namespace

void measure_processes(Plan const& plan, Report& report) {
    measure_shared_writes(plan, report);
    measure_checkpoints_of_others(plan, report);
}

} // namespace benchmarks
