// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/ids.hpp>

#include <benchmark/benchmark.h>

#include <cstddef>
#include <span>
#include <stdexcept>

namespace benchmarks {

/// Calls `find(chatbot_id)` with one id after the other, each thread from another place on. It
/// returns whether the record was found. If the ids are few, each thread reads them once before, so
/// that they are hot.
template <class Find>
void find_each(benchmark::State& state, std::span<human_support::ChatbotId const> ids,
               Find const& find) {
    auto next = ids.size() * static_cast<std::size_t>(state.thread_index()) /
                static_cast<std::size_t>(state.threads());
    constexpr std::size_t few = 1000;
    for (auto const& id : ids.first(ids.size() <= few ? ids.size() : 0)) {
        benchmark::DoNotOptimize(find(id));
    }
    for (auto _ : state) {
        if (!find(ids[next])) {
            throw std::runtime_error("a record is missing");
        }
        next = next + 1 == ids.size() ? 0 : next + 1;
    }
    state.SetItemsProcessed(state.iterations());
}

/// Registers a benchmark of `count` finds, on one thread. `ids`, and what `find` refers to, are
/// borrowed until it has run.
template <class Find>
void register_find_each(char const* name, benchmark::IterationCount count,
                        std::span<human_support::ChatbotId const> ids, Find const& find) {
    benchmark::RegisterBenchmark(
        name, [ids, find](benchmark::State& state) { find_each(state, ids, find); })
        ->Iterations(count)
        ->UseRealTime();
}

} // namespace benchmarks
