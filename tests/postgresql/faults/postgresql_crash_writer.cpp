// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// postgresql_crash_writer CONNINFO NAME SEED FIRST_CONTENT: writes at random to a database, from
// several threads, until it is killed. The rest is as with `crash_writer`.
#include "faults/crash/writer_thread.hpp"

#include <human_support/postgresql_repository.hpp>

#include <fmt/format.h>

#include <atomic>
#include <cstdint>
#include <iostream>
#include <limits>
#include <string>
#include <thread>
#include <vector>

int main(int argc, char** argv) {
    if (argc != 5) {
        std::cerr << "usage: postgresql_crash_writer CONNINFO NAME SEED FIRST_CONTENT\n";
        return 2;
    }
    let_failures_end_process();
    auto seed = static_cast<unsigned>(std::stoul(argv[3]));
    std::atomic<std::uint64_t> next_content = std::stoull(argv[4]);
    std::vector<WriterThread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back(next_content, fmt::format("{}-{}", argv[2], i), seed++);
    }
    say("opening");
    auto const repository =
        human_support::PostgresqlRepository::open(argv[1], {.readers = 2}).value();
    say("opened");
    std::vector<std::jthread> running;
    for (auto& thread : threads) {
        running.emplace_back(
            [&] { thread.write(*repository, std::numeric_limits<std::size_t>::max()); });
    }
}
