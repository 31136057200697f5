// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/settings_cache_options.hpp>

#include "support/catch.hpp"
#include "support/counters_by_name.hpp"

#include <chrono>
#include <map>
#include <string>

using namespace human_support;

TEST_CASE("Each counter of a cache is visited under its name") {
    SettingsCacheCounters counters;
    counters.records = 1;
    counters.absences = 2;
    counters.is_complete = true;
    counters.hits = 3;
    counters.misses = 4;
    counters.loads = 5;
    counters.evictions = 6;
    counters.failures = 7;
    counters.staleness = std::chrono::milliseconds(1500);
    CHECK(counters_by_name<double>(counters) == std::map<std::string, double>{
                                                    {"human_support_cache_records", 1},
                                                    {"human_support_cache_absences", 2},
                                                    {"human_support_cache_is_complete", 1},
                                                    {"human_support_cache_hits_total", 3},
                                                    {"human_support_cache_misses_total", 4},
                                                    {"human_support_cache_loads_total", 5},
                                                    {"human_support_cache_evictions_total", 6},
                                                    {"human_support_cache_failures_total", 7},
                                                    {"human_support_cache_staleness_seconds", 1.5},
                                                });
}

TEST_CASE("A cache that has not looked into the feed yet has no staleness to tell") {
    auto const values = counters_by_name<double>(SettingsCacheCounters());
    CHECK(values.size() == 8);
    CHECK_FALSE(values.contains("human_support_cache_staleness_seconds"));
    CHECK(values.at("human_support_cache_is_complete") == 0);
}
