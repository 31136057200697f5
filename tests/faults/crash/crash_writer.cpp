// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// crash_writer DATABASE NAME SEED FIRST_CONTENT SYNCHRONOUS: writes at random to DATABASE, from
// several threads, until it is killed. NAME is that of no other writer at the time. What it stores
// is `record_of` the numbers from FIRST_CONTENT on. SYNCHRONOUS is `full` or `normal`.
//
// Standard output, a pipe, gets a line before each call and one after it (see `call_lines.hpp`),
// and the lines `opening` and `opened` before and after the file is opened.
#include "faults/crash/call_lines.hpp"
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
    WriterThread(SettingsRepository& repository, std::atomic<std::uint64_t>& next_content,
                 std::string name, unsigned seed)
        : repository_(repository), next_content_(next_content), name_(std::move(name)),
          random_(seed) {
        for (std::size_t i = 0; i < 4; ++i) {
            chatbots_.push_back(ChatbotId::parse(fmt::format("{}-{}", name_, i)).value());
            chatbots_.push_back(ChatbotId::parse(fmt::format("shared-{}", i)).value());
        }
    }

    [[noreturn]] void run() {
        for (int number = 0;; ++number) {
            auto const call = plan(fmt::format("{}-{}", name_, number));
            std::vector<Write> writes;
            std::transform(call.writes.begin(), call.writes.end(), std::back_inserter(writes),
                           to_write);
            say(to_line(call));
            say(to_line(AnsweredCall{call.id, repository_.write(writes)}));
        }
    }

private:
    AnnouncedCall plan(std::string id) {
        AnnouncedCall call{std::move(id), {}};
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
                                   expectation(chatbot_id)});
        }
        return call;
    }

    Expectation expectation(ChatbotId const& chatbot_id) {
        switch (random_.up_to(4)) {
        case 0:
        case 1: return Anything{};
        case 2: return Absent{};
        default: break;
        }
        auto const record = repository_.find(chatbot_id).value();
        return record ? Expectation(record->revision) : Expectation(Absent{});
    }

    SettingsRepository& repository_;
    std::atomic<std::uint64_t>& next_content_;
    std::string name_;
    Random random_;
    std::vector<ChatbotId> chatbots_;
};

SqliteOptions random_options(Random& random) {
    static constexpr std::array<std::size_t, 4> checkpoints{1, 10, 100, 1000};
    SqliteOptions options;
    options.busy_timeout = std::chrono::minutes(1); // nobody may be refused for being slow
    options.wal_autocheckpoint = checkpoints[random.up_to(checkpoints.size() - 1)];
    return options;
}

[[noreturn]] void write_until_killed(char** arguments) {
    Random random(static_cast<unsigned>(std::stoul(arguments[3])));
    std::atomic<std::uint64_t> next_content = std::stoull(arguments[4]);
    auto options = random_options(random);
    options.synchronous =
        std::string(arguments[5]) == "full" ? Synchronous::full : Synchronous::normal;
    say("opening");
    auto const repository = SqliteRepository::open(arguments[1], options).value();
    say("opened");
    std::vector<std::thread> threads;
    for (std::size_t i = 4 + random.up_to(4); i > 0; --i) {
        auto const seed = static_cast<unsigned>(random.up_to(UINT_MAX));
        threads.emplace_back([&, name = fmt::format("{}-{}", arguments[2], i), seed] {
            WriterThread(*repository, next_content, name, seed).run();
        });
    }
    threads.front().join();
    throw std::logic_error("a thread has ended");
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
    if (argc != 6) {
        std::cerr << "usage: crash_writer DATABASE NAME SEED FIRST_CONTENT full|normal\n";
        return 2;
    }
    std::set_terminate(end_with_failure);
    write_until_killed(argv);
}
