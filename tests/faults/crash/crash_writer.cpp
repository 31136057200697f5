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
#include "faults/crash/call_lines.hpp"
#include "faults/slow_checkpoints.hpp"
#include "support/random_settings.hpp"

#include <human_support/sqlite_repository.hpp>

#include <fmt/format.h>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <climits>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <iostream>
#include <limits>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace human_support;

namespace {

/// Writes a line in one piece, which is whole in the pipe or not there, whatever other threads and
/// processes write and whenever this one is killed.
void say(std::string line) {
    line += '\n';
    if (line.size() > PIPE_BUF ||
        ::write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size())) {
        throw std::runtime_error("cannot say " + line);
    }
}

/// One of the threads that write.
class WriterThread {
public:
    WriterThread(std::atomic<std::uint64_t>& next_content, std::string name, unsigned seed)
        : next_content_(next_content), name_(std::move(name)), random_(seed) {
        for (std::size_t i = 0; i < 4; ++i) {
            chatbots_.push_back(ChatbotId::parse(fmt::format("{}-{}", name_, i)).value());
            chatbots_.push_back(ChatbotId::parse(fmt::format("shared-{}", i)).value());
        }
    }

    void write(SettingsRepository& repository, std::size_t calls) {
        for (; calls > 0; --calls) {
            auto const call = plan(repository);
            std::vector<Write> writes;
            std::transform(call.writes.begin(), call.writes.end(), std::back_inserter(writes),
                           to_write);
            say(to_line(call));
            say(to_line(AnsweredCall{call.id, repository.write(writes)}));
        }
    }

private:
    AnnouncedCall plan(SettingsRepository const& repository) {
        AnnouncedCall call{fmt::format("{}-{}", name_, calls_++), {}};
        auto const size = random_.coin() ? 1 : 2 + random_.up_to(3);
        while (call.writes.size() < size) {
            // Swapped to the front, so that a batch has each chatbot once.
            auto const done = call.writes.size();
            std::swap(chatbots_[done],
                      chatbots_[done + random_.up_to(chatbots_.size() - 1 - done)]);
            auto const& chatbot_id = chatbots_[done];
            bool const erase = random_.up_to(3) == 0;
            call.writes.push_back({chatbot_id,
                                   erase ? std::nullopt : std::optional(next_content_++),
                                   expectation(repository, chatbot_id)});
        }
        return call;
    }

    Expectation expectation(SettingsRepository const& repository, ChatbotId const& chatbot_id) {
        switch (random_.up_to(4)) {
        case 0:
        case 1: return Anything{};
        case 2: return Absent{};
        default: break;
        }
        auto const record = repository.find(chatbot_id).value();
        return record ? Expectation(record->revision) : Expectation(Absent{});
    }

    std::atomic<std::uint64_t>& next_content_;
    std::string name_;
    Random random_;
    int calls_ = 0;
    std::vector<ChatbotId> chatbots_;
};

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

/// A thread that fails ends the process, which its test takes for a failure.
[[noreturn]] void end_with_failure() {
    try {
        std::rethrow_exception(std::current_exception());
    } catch (std::exception const& failure) {
        std::cerr << "crash_writer: " << failure.what() << std::endl;
    }
    _exit(1);
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 7) {
        std::cerr << "usage: crash_writer DATABASE NAME SEED FIRST_CONTENT full|normal "
                     "steady|racing\n";
        return 2;
    }
    std::set_terminate(end_with_failure);
    write_until_killed(argv);
}
