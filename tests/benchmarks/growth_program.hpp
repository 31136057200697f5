// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "timed_threads.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace benchmarks {

/// What a run of the example program took.
struct ProgramRun {
    Seconds seconds;   ///< from its start to its end
    double peak_bytes; ///< of memory that it had at one time
};

/// Runs the example program `human-support` on the file `database`. Nobody reads what it prints.
/// Throws unless it succeeds.
ProgramRun run_program(std::filesystem::path const& database, std::vector<std::string> arguments);

} // namespace benchmarks
