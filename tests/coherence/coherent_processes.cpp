// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "coherence/coherent_processes.hpp"

#include "coherence/read_history.hpp"
#include "support/catch.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <vector>

namespace {

/// The rest of what a program prints, once it has ended well.
std::string output_of(std::FILE* program) {
    std::string output;
    for (int letter = std::fgetc(program); letter != EOF; letter = std::fgetc(program)) {
        output += static_cast<char>(letter);
    }
    REQUIRE(pclose(program) == 0);
    return output;
}

} // namespace

std::size_t coherence_rounds() {
    auto const* chosen = std::getenv("HUMAN_SUPPORT_COHERENCE_ROUNDS");
    return chosen != nullptr ? std::stoul(chosen) : 3;
}

void check_coherence(std::string const& program, std::string const& database, Random& random) {
    std::vector<std::FILE*> processes;
    for (int name = 1; name <= 3; ++name) {
        auto const command =
            fmt::format("'{}' \"{}\" {} {} 800", program, database, name, random.up_to(UINT_MAX));
        processes.push_back(popen(command.c_str(), "r"));
        REQUIRE(processes.back() != nullptr);
    }
    ReadHistory history(std::chrono::nanoseconds(std::chrono::minutes(1)).count());
    for (auto* process : processes) {
        std::istringstream lines(output_of(process));
        history.add_lines(lines);
    }
    CHECK(history.writes() > 0);
    CHECK(history.reads() > 0);
    auto const faults = history.faults();
    if (!faults.empty()) {
        FAIL(fmt::format("{} of {} reads, with {} writes: {}", faults.size(), history.reads(),
                         history.writes(), fmt::join(faults, "\n")));
    }
}
