// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "groups.hpp"
#include "hand_written.hpp"
#include "measurements.hpp"
#include "timed_threads.hpp"

#include <human_support/sqlite_repository.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace benchmarks {

namespace {

using human_support::SqliteRepository;
using human_support::Write;

/// How many times as fast as the hand-written code some threads have to be.
struct RequiredSpeedup {
    std::size_t threads;
    double least;
};
constexpr std::array<RequiredSpeedup, 3> required_speedups{{{1, 0.95}, {8, 4}, {32, 8}}};
constexpr std::size_t most_threads = required_speedups.back().threads;

/// What several threads gain by sharing the wait for the disk grows with that wait. On a faster
/// disk than this their speedup is not required.
constexpr double least_sync_ms = 0.25;

/// Overwrites 4 KiB of a file and waits for the disk: what no durable write can be faster than,
/// unless it shares the wait with others.
void sync_4_kib(benchmark::State& state, std::filesystem::path const& file) {
    constexpr std::array<char, 4096> page{};
    int const descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    auto const write_page = [&] {
        if (::pwrite(descriptor, page.data(), page.size(), 0) != std::ssize(page) ||
            ::fdatasync(descriptor) != 0) {
            throw std::system_error(errno, std::generic_category(), file.string());
        }
    };
    write_page(); // the file grows
    for (auto _ : state) {
        write_page();
    }
    ::close(descriptor);
    state.SetItemsProcessed(state.iterations());
}

/// Calls `store(write)` with random writes from several threads.
template <class Store>
void write_from_threads(benchmark::State& state, std::size_t threads, std::span<Write const> writes,
                        Store const& store) {
    ThreadTimes times;
    for (auto _ : state) {
        times = time_in_threads(threads, writes.size(), [&](std::size_t i) { store(writes[i]); });
        state.SetIterationTime(times.all.count());
    }
    std::ranges::sort(times.of_each);
    auto const milliseconds = [&](std::size_t rank) { return times.of_each[rank].count() * 1000; };
    state.counters["median wait"] = milliseconds(writes.size() / 2);
    state.counters["99 % wait"] = milliseconds(writes.size() * 99 / 100);
    state.counters["longest wait"] = milliseconds(writes.size() - 1);
    state.SetItemsProcessed(static_cast<std::int64_t>(writes.size()));
}

/// Prints the speed and the waits, and returns the longest wait in medians.
double describe(Measurements const& measured, std::string const& name, Report& report) {
    report.figure(measured.speed_figure(
        fmt::format("Durable writes among {} records", written_records), name, "writes/s"));
    auto const medians = measured.rounds(name, "median wait");
    auto const longest = std::ranges::max(measured.rounds(name, "longest wait"));
    auto const ratio = longest / median(medians);
    Report::say(fmt::format("    waits: median {:.2f} ms, 99 % {:.2f} ms, longest {:.2f} ms = "
                            "{:.1f} medians",
                            median(medians), median(measured.rounds(name, "99 % wait")), longest,
                            ratio));
    return ratio;
}

} // namespace

void measure_writes(Plan const& plan, Report& report) {
    auto const original = plan.files.with_records(written_records);
    HandWritten hand_written(plan.files.copy(original, "hand-written.db"));
    auto const library = SqliteRepository::open(plan.files.copy(original, "library.db")).value();
    auto const writes = random_writes(plan.writes);
    auto const store_by_hand = [&](Write const& write) { hand_written.store(*write.record()); };
    auto const store = [&](Write const& write) { library->write(write).value(); };
    auto const add = [&](char const* who, std::size_t threads, auto const& operation) {
        benchmark::RegisterBenchmark(with_threads(who, threads).c_str(),
                                     [&, threads](benchmark::State& state) {
                                         write_from_threads(state, threads, writes, operation);
                                     })
            ->Iterations(1)
            ->UseManualTime();
    };
    benchmark::RegisterBenchmark(
        "sync", [&](benchmark::State& state) { sync_4_kib(state, plan.files.folder() / "sync"); })
        ->Iterations(200)
        ->UseRealTime();
    for (auto const& required : required_speedups) {
        add("hand-written", required.threads, store_by_hand);
        add("library", required.threads, store);
    }
    Measurements measured;
    measured.run(plan.rounds);

    auto const sync_ms = 1000 / measured.speed("sync");
    Report::say(fmt::format("4 KiB and fdatasync take {:.2f} ms; the speedup of several threads is "
                            "required where they take {} ms or more.",
                            sync_ms, least_sync_ms));
    for (auto const& required : required_speedups) {
        auto const name = with_threads("library", required.threads);
        auto const baseline = with_threads("hand-written", required.threads);
        describe(measured, baseline, report);
        auto const longest_wait = describe(measured, name, report);
        auto const what = fmt::format("durable writes: {} / hand-written", name);
        auto const speedup = measured.speedup(name, baseline);
        if (required.threads == 1 || sync_ms >= least_sync_ms) {
            report.at_least(what, speedup, required.least);
        } else {
            report.without_requirement(what, speedup);
        }
        if (required.threads == most_threads) {
            report.at_most(fmt::format("durable writes: {}, longest wait / median", name),
                           longest_wait, 20);
        }
    }
}

} // namespace benchmarks
