// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <benchmark/benchmark.h>

namespace benchmarks {

/// Registers a benchmark that calls `operation()`, which returns something, `count` times. What it
/// refers to is borrowed until it has run.
template <class Operation>
void register_operation(char const* name, benchmark::IterationCount count,
                        Operation const& operation) {
    benchmark::RegisterBenchmark(name,
                                 [operation](benchmark::State& state) {
                                     for (auto _ : state) {
                                         benchmark::DoNotOptimize(operation());
                                     }
                                     state.SetItemsProcessed(state.iterations());
                                 })
        ->Iterations(count)
        ->UseRealTime();
}

} // namespace benchmarks
