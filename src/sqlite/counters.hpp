// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <atomic>
#include <cstdint>

namespace human_support::sqlite {

/// The source of `SqliteCounters`. The threads of a repository share it.
struct Counters {
    std::atomic<std::uint64_t> commits = 0;
    std::atomic<std::uint64_t> merged_calls = 0;
    std::atomic<std::uint64_t> busy_retries = 0;
    std::atomic<std::uint64_t> reader_waits = 0;
    std::atomic<std::uint64_t> checkpoints = 0;
    std::atomic<std::uint64_t> failed_checkpoints = 0;
};

} // namespace human_support::sqlite
