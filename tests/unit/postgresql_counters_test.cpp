// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/postgresql_repository.hpp>

#include "support/catch.hpp"
#include "support/counters_by_name.hpp"

#include <cstdint>
#include <map>
#include <string>

using namespace human_support;

TEST_CASE("Each counter of a PostgreSQL repository is visited under its name") {
    PostgresqlCounters counters;
    counters.commits = 1;
    counters.merged_calls = 2;
    counters.retries = 3;
    counters.reader_waits = 4;
    counters.connections = 5;
    counters.reconnects = 6;
    counters.unclear_commits = 7;
    auto const values = counters_by_name<std::uint64_t>(counters);
    CHECK(values == std::map<std::string, std::uint64_t>{
                        {"human_support_commits_total", 1},
                        {"human_support_merged_calls_total", 2},
                        {"human_support_retries_total", 3},
                        {"human_support_reader_waits_total", 4},
                        {"human_support_connections", 5},
                        {"human_support_reconnects_total", 6},
                        {"human_support_unclear_commits_total", 7},
                    });
    CHECK(values.size() * sizeof(std::uint64_t) == sizeof(PostgresqlCounters)); // none is left out
}
