// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "find_each.hpp"
#include "groups.hpp"
#include "hand_written.hpp"
#include "measurements.hpp"
#include "statement_per_call.hpp"

#include <human_support/sqlite_repository.hpp>

#include <fmt/format.h>

#include <cstddef>
#include <vector>

namespace benchmarks {

namespace {

using human_support::ChatbotId;
using human_support::SqliteRepository;

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
        find_each(state, ids,
                  [&](ChatbotId const& id) { return library->find(id).value() != nullptr; });
    };
    auto const finds = static_cast<benchmark::IterationCount>(ids.size());
    register_find_each("hand-written", finds, ids,
                       [&](ChatbotId const& id) { return hand_written.find(id) != nullptr; });
    benchmark::RegisterBenchmark("library", find)->Iterations(finds)->UseRealTime();
    benchmark::RegisterBenchmark("library, 2 threads", find)
        ->Iterations(finds)
        ->Threads(2)
        ->UseRealTime();
    register_find_each("SQLiteCpp, a statement per call", finds, ids,
                       [&](ChatbotId const& id) { return statement_per_call.find(id) != nullptr; });
    Measurements measured;
    measured.run(plan.rounds);

    for (char const* name :
         {"hand-written", "library", "library, 2 threads", "SQLiteCpp, a statement per call"}) {
        report.figure(
            measured.time(fmt::format("Finds among {} records", records), name, in_microseconds));
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
