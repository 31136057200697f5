// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// crash_writer DATABASE NAME SEED FIRST_CONTENT SYNCHRONOUS PACE: writes at random to DATABASE,
// from several threads, until it is killed. NAME is that of no other writer at the time. What it
// stores is `record_of` the numbers from FIRST_CONTENT on. SYNCHRONOUS is `full` or `normal`. PACE
// is `steady`, or `racing`: then it does many checkpoints, slow ones, and closes the file and opens
// it again now and then.
//
// Standard output, a pipe, gets a line before each call and one after it (see `call_lines.hpp`),
// and the lines `opening` and `opened` before and after the file is opened.
#include "faults/crash/writer_thread.hpp"
#include "faults/slow_checkpoints.hpp"
#include "support/random_settings.hpp"

#include <human_support/sqlite_repository.hpp>

#include <fmt/format.h>

#include <array>
#include <atomic>
#include <chrono>
#include <climits>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <limits>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace human_support;

namespace {

SqliteOptions random_options(Random& random) {
    static constexpr std::array<std::size_t, 4> checkpoints{1, 10, 100, 1000};
    SqliteOptions options;
    options.busy_timeout = std::chrono::minutes(1); // nobody may be refused for being slow
    options.wal_autocheckpoint = checkpoints[random.up_to(checkpoints.size() - 1)];
    return options;
}

/// Opens the file, and lets each thread make so many calls.
void open_and_write(char const* file, SqliteOptions const& options,
                    std::vector<WriterThread>& threads, std::size_t calls) {
    say("opening");
    auto const repository = SqliteRepository::open(file, options).value();
    say("opened");
    std::vector<std::jthread> running;
    for (auto& thread : threads) {
        running.emplace_back([&] { thread.write(*repository, calls); });
    }
}

[[noreturn]] void write_until_killed(char** arguments) {
    Random random(static_cast<unsigned>(std::stoul(arguments[3])));
    auto const seed = [&] { return static_cast<unsigned>(random.up_to(UINT_MAX)); };
    std::atomic<std::uint64_t> next_content = std::stoull(arguments[4]);
    auto options = random_options(random);
    options.synchronous =
        std::string(arguments[5]) == "full" ? Synchronous::full : Synchronous::normal;
    std::vector<WriterThread> threads;
    for (std::size_t i = 4 + random.up_to(4); i > 0; --i) {
        threads.emplace_back(next_content, fmt::format("{}-{}", arguments[2], i), seed());
    }
    if (std::string(arguments[6]) == "racing") {
        SlowCheckpoints slow(seed());
        options.wal_autocheckpoint = 4;
        for (;;) {
            open_and_write(arguments[1], options, threads, random.up_to(20));
        }
    }
    open_and_write(arguments[1], options, threads, std::numeric_limits<std::size_t>::max());
    throw std::logic_error("the threads have ended");
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 7) {
        std::cerr << "usage: crash_writer DATABASE NAME SEED FIRST_CONTENT full|normal "
                     "steady|racing\n";
        return 2;
    }
    let_failures_end_process();
    write_until_killed(argv);
}
