// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "groups.hpp"
#include "measurements.hpp"
#include "timed_threads.hpp"

#include <human_support/settings_cache.hpp>
#include <human_support/sqlite_repository.hpp>

#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>

namespace benchmarks {

namespace {

using human_support::FeedMark;
using human_support::SettingsCache;
using human_support::SqliteRepository;

/// The memory that the process has and no file backs, after the allocator gave back what it could.
double anonymous_memory() {
    ::malloc_trim(0);
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        double kilobytes = 0;
        if (word == "RssAnon:" && status >> kilobytes) {
            return kilobytes * 1024;
        }
    }
    throw std::runtime_error("/proc/self/status has no RssAnon");
}

double bytes_of_cached_records(SqliteRepository& repository,
                               human_support::SettingsCacheOptions const& options) {
    SettingsCache cache(repository, options);
    auto const before = anonymous_memory();
    cache.preload().value();
    return anonymous_memory() - before;
}

/// Reads the whole feed, and keeps nothing.
std::size_t count_changes(SqliteRepository const& repository) {
    std::size_t changes = 0;
    std::optional<FeedMark> mark;
    for (;;) {
        auto const page = repository.changes(mark, human_support::max_page_size).value();
        if (page.changes.empty()) {
            return changes;
        }
        changes += page.changes.size();
        mark = page.mark;
    }
}

} // namespace

void measure_cache_over_storage(Plan const& plan, Report& report) {
    auto const records = plan.record_counts.back();
    auto const repository =
        SqliteRepository::open(plan.files.copy(plan.files.with_records(records), "followed.db"))
            .value();
    human_support::SettingsCacheOptions options;
    options.records = records;
    options.own_thread = false;

    auto const bytes = bytes_of_cached_records(*repository, options) / static_cast<double>(records);
    auto const preload = [&](benchmark::State& state) {
        SettingsCache cache(*repository, options);
        for (auto _ : state) {
            cache.preload().value();
        }
        state.SetItemsProcessed(static_cast<std::int64_t>(records));
    };
    auto const scan = [&](benchmark::State& state) {
        for (auto _ : state) {
            if (count_changes(*repository) != records) {
                throw std::runtime_error("the feed does not have every record");
            }
        }
        state.SetItemsProcessed(static_cast<std::int64_t>(records));
    };
    auto const poll = [&](benchmark::State& state) {
        SettingsCache cache(*repository, options);
        cache.refresh().value();
        auto const begin = std::chrono::steady_clock::now();
        for (auto _ : state) {
            cache.refresh().value();
        }
        state.counters["microseconds"] = Seconds(std::chrono::steady_clock::now() - begin).count() *
                                         1e6 / static_cast<double>(state.iterations());
    };
    benchmark::RegisterBenchmark("preload", preload)->Iterations(1)->UseRealTime();
    benchmark::RegisterBenchmark("scan", scan)->Iterations(1)->UseRealTime();
    benchmark::RegisterBenchmark("poll", poll)->Iterations(10'000)->UseRealTime();
    Measurements measured;
    measured.run(std::min(plan.rounds, 5));

    // The fastest round: nothing else in this run tells how busy the machine is.
    auto const microseconds = std::ranges::min(measured.rounds("poll", "microseconds"));
    Report::say(fmt::format("A cache of {} records: preload {:.0f} a second, bare scan {:.0f} a "
                            "second; {:.0f} bytes each; a poll of an unchanged store {:.1f} us.",
                            records, measured.speed("preload"), measured.speed("scan"), bytes,
                            microseconds));
    report.at_most("cache: bytes of a record, index included", bytes, 900);
    report.at_least("cache: preload / scan of the feed", measured.speedup("preload", "scan"), 0.7);
    report.at_most("cache: poll of an unchanged store, in us", microseconds, 10);
}

} // namespace benchmarks
