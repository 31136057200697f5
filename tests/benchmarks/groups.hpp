// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "report.hpp"
#include "sample_files.hpp"

#include <cstddef>
#include <vector>

namespace benchmarks {

/// How much to measure, and on which files.
struct Plan {
    SampleFiles files;
    std::vector<std::size_t> record_counts; ///< the sizes of the files to read
    std::size_t writes;                     ///< how many durable writes at a time
    int rounds;                             ///< how often everything is measured
    std::size_t erasures;                   ///< of which half are purged
    std::vector<std::size_t> growth;        ///< the numbers of records that a store grows through
};

/// Durable writes of chatbots that have a record.
void measure_writes(Plan const& plan, Report& report);

/// Durable writes of several processes to one file.
void measure_processes(Plan const& plan, Report& report);

/// Finding records that are there.
void measure_finds(Plan const& plan, Report& report);

/// Finding cached records that are there, beside other maps in memory.
void measure_cached_finds(Plan const& plan, Report& report);

/// Changing a record by the body of a request, beside other libraries for JSON.
void measure_json(Plan const& plan, Report& report);

/// Requests to the endpoint.
void measure_endpoint(Plan const& plan, Report& report);

/// What a cache costs the storage and the memory. To be measured first: memory that others freed
/// would hide some of what a cache takes.
void measure_cache_over_storage(Plan const& plan, Report& report);

/// Opening a file, and finding one record in it.
void measure_opening(Plan const& plan, Report& report);

/// Purging the older half of the erasures, at the beginning and at the end.
void measure_purges(Plan const& plan, Report& report);

/// Stores of growing numbers of realistic records: all that takes longer the more there are.
void measure_growth(Plan const& plan, Report& report);

} // namespace benchmarks
