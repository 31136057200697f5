// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "groups.hpp"
#include "hand_written.hpp"
#include "measurements.hpp"
#include "statement_per_call.hpp"

#include <human_support/sqlite_repository.hpp>

#include <fmt/format.h>

#include <cstddef>
#include <span>
#include <stdexcept>
#include <vector>

namespace benchmarks {

namespace {

using human_support::ChatbotId;
using human_support::SqliteRepository;

/// Calls `find(chatbot_id)` with one id after the other, each thread from another place on.
template <class Find>
void find_each(benchmark::State& state, std::span<ChatbotId const> ids, Find const& find) {
    auto next = ids.size() * static_cast<std::size_t>(state.thread_index()) /
                static_cast<std::size_t>(state.threads());
    for (auto _ : state) {
        if (find(ids[next]) == nullptr) {
            throw std::runtime_error("a record is missing");
        }
        next = next + 1 == ids.size() ? 0 : next + 1;
    }
    state.SetItemsProcessed(state.iterations());
}

void measure_finds(Plan const& plan, std::size_t records, Report& report) {
    auto const file = plan.files.copy(plan.files.with_records(records), "find.db");
    human_support::SqliteOptions options;
    options.readers = 2;
    options.page_cache = std::size_t{1} << 30; // all of the file, so that only our own work counts
    auto const library = SqliteRepository::open(file, options).value();
    // As in a store that is in use: while the WAL is empty, each read asks for the file's size.
    auto const write = human_support::Write::store(sample_record(0), human_support::Anything{});
    library->write(write).value();
    HandWritten hand_written(file, options);
    StatementPerCall statement_per_call(file, options.page_cache);
    std::vector<ChatbotId> ids;
    for (auto const number : random_numbers(50'000, records)) {
        ids.push_back(chatbot_id(number));
    }
    auto const find = [&](benchmark::State& state) {
        find_each(state, ids, [&](ChatbotId const& id) { return library->find(id).value(); });
    };
    auto const finds = static_cast<benchmark::IterationCount>(ids.size());
    benchmark::RegisterBenchmark(
        "hand-written",
        [&](benchmark::State& state) {
            find_each(state, ids, [&](ChatbotId const& id) { return hand_written.find(id); });
        })
        ->Iterations(finds)
        ->UseRealTime();
    benchmark::RegisterBenchmark("library", find)->Iterations(finds)->UseRealTime();
    benchmark::RegisterBenchmark("library, 2 threads", find)
        ->Iterations(finds)
        ->Threads(2)
        ->UseRealTime();
    benchmark::RegisterBenchmark(
        "SQLiteCpp, a statement per call",
        [&](benchmark::State& state) {
            find_each(state, ids, [&](ChatbotId const& id) { return statement_per_call.find(id); });
        })
        ->Iterations(finds)
        ->UseRealTime();
    Measurements measured;
    measured.run(plan.rounds);

    Report::say(fmt::format("Finds among {} records:", records));
    for (char const* name :
         {"hand-written", "library", "library, 2 threads", "SQLiteCpp, a statement per call"}) {
        Report::say(fmt::format("  {:<36}{:>8.2f} us", name, 1e6 / measured.speed(name)));
    }
    auto const what = fmt::format("find: {} records", records);
    report.at_least(what + " / hand-written", measured.speedup("library", "hand-written"), 0.9);
    report.at_least(what + " / SQLiteCpp",
                    measured.speedup("library", "SQLiteCpp, a statement per call"), 4);
    report.at_least(what + ", 2 threads / 1 thread",
                    measured.speedup("library, 2 threads", "library"), 1.6);
}

} // namespace

void measure_finds(Plan const& plan, Report& report) {
    for (auto const records : plan.record_counts) {
        measure_finds(plan, records, report);
    }
}

} // namespace benchmarks
