// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "groups.hpp"
#include "measurements.hpp"
#include "timed_threads.hpp"

#include <human_support/sqlite_repository.hpp>

#include <fmt/format.h>

#include <chrono>
#include <stdexcept>
#include <string>

namespace benchmarks {

namespace {

/// Opens `file` and finds one record. Closing is not measured.
void open_and_find(benchmark::State& state, std::filesystem::path const& file,
                   human_support::ChatbotId const& id) {
    for (auto _ : state) {
        auto const begin = std::chrono::steady_clock::now();
        auto const repository = human_support::SqliteRepository::open(file).value();
        if (repository->find(id).value() == nullptr) {
            throw std::runtime_error("a record is missing");
        }
        state.SetIterationTime(Seconds(std::chrono::steady_clock::now() - begin).count());
    }
    state.SetItemsProcessed(state.iterations());
}

} // namespace

void measure_opening(Plan const& plan, Report& report) {
    constexpr std::size_t few = 10'000;
    auto const many = plan.record_counts.back();
    for (auto const records : {few, many}) {
        auto const open = [file = plan.files.with_records(records), records](auto& state) {
            open_and_find(state, file, chatbot_id(records / 2));
        };
        benchmark::RegisterBenchmark(std::to_string(records).c_str(), open)
            ->Iterations(20)
            ->UseManualTime();
    }
    Measurements measured;
    measured.run(plan.rounds);

    auto const milliseconds = 1000 / measured.speed(std::to_string(many));
    Report::say(fmt::format("Opening and one find: {:.2f} ms with {} records, {:.2f} ms with {}.",
                            1000 / measured.speed(std::to_string(few)), few, milliseconds, many));
    report.at_most(fmt::format("opening: {} records, in ms", many), milliseconds, 5);
    report.at_least(fmt::format("opening: {} records / {} records", many, few),
                    measured.speedup(std::to_string(many), std::to_string(few)), 0.8);
}

} // namespace benchmarks
