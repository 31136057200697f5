// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <atomic>
#include <cstdint>

namespace human_support::postgresql {

/// The source of `PostgresqlCounters`. The threads of a repository share it.
struct Counters {
    std::atomic<std::uint64_t> commits = 0;
    std::atomic<std::uint64_t> merged_calls = 0;
    std::atomic<std::uint64_t> retries = 0;
    std::atomic<std::uint64_t> reader_waits = 0;
    std::atomic<std::uint64_t> connections = 0;
    std::atomic<std::uint64_t> reconnects = 0;
    std::atomic<std::uint64_t> unclear_commits = 0;
};

} // namespace human_support::postgresql
