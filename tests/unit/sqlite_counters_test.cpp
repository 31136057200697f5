// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/sqlite_repository.hpp>

#include "support/catch.hpp"
#include "support/counters_by_name.hpp"

#include <cstdint>
#include <map>
#include <string>

using namespace human_support;

TEST_CASE("Each counter of an SQLite repository is visited under its name") {
    SqliteCounters counters;
    counters.commits = 1;
    counters.merged_calls = 2;
    counters.busy_retries = 3;
    counters.reader_waits = 4;
    counters.checkpoints = 5;
    counters.failed_checkpoints = 6;
    counters.wal_bytes = 7;
    auto const values = counters_by_name<std::uint64_t>(counters);
    CHECK(values == std::map<std::string, std::uint64_t>{
                        {"human_support_commits_total", 1},
                        {"human_support_merged_calls_total", 2},
                        {"human_support_busy_retries_total", 3},
                        {"human_support_reader_waits_total", 4},
                        {"human_support_checkpoints_total", 5},
                        {"human_support_failed_checkpoints_total", 6},
                        {"human_support_wal_bytes", 7},
                    });
    CHECK(values.size() * sizeof(std::uint64_t) == sizeof(SqliteCounters)); // none is left out
}
