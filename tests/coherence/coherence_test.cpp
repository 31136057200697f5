// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// HUMAN_SUPPORT_COHERENCE_ROUNDS=N lets the processes run N times for 0.8 seconds.
#include "coherence/read_history.hpp"
#include "support/catch.hpp"
#include "support/random_settings.hpp"
#include "support/temporary_folder.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <climits>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

namespace {

std::size_t rounds() {
    auto const* chosen = std::getenv("HUMAN_SUPPORT_COHERENCE_ROUNDS");
    return chosen != nullptr ? std::stoul(chosen) : 3;
}

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

TEST_CASE("Caches of several processes show nothing old, nothing backwards and nothing made up") {
    Random random;
    INFO("HUMAN_SUPPORT_TEST_SEED=" << random.seed());
    for (auto round = rounds(); round > 0; --round) {
        TemporaryFolder const folder;
        std::vector<std::FILE*> processes;
        for (int name = 1; name <= 3; ++name) {
            auto const command =
                fmt::format("'{}' '{}' {} {} 800", COHERENCE_PROCESS,
                            (folder / "settings.db").string(), name, random.up_to(UINT_MAX));
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
}
