// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "writer_process.hpp"

#include "sample_files.hpp"
#include "timed_threads.hpp"

#include <human_support/sqlite_repository.hpp>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

extern char** environ;

namespace benchmarks {

namespace {

constexpr char const* option = "--writer";

// What the process says once it has opened the file, and after each work.
constexpr char ready = 'r';
constexpr char done = 'd';
constexpr char done_with_checkpoint = 'c';

[[noreturn]] void fail(char const* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

std::array<int, 2> make_pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
        fail("making a pipe");
    }
    return ends;
}

void say(int pipe, char what) {
    if (::write(pipe, &what, 1) != 1) {
        fail("writing to a pipe");
    }
}

} // namespace

WriterProcess::WriterProcess(WriterWork const& work) {
    auto const to = make_pipe();
    auto const from = make_pipe();
    to_ = to[1];
    from_ = from[0];
    std::array<std::string, 6> arguments{"settings_benchmarks",      option,
                                         work.file.string(),         std::to_string(work.threads),
                                         std::to_string(work.first), std::to_string(work.writes)};
    std::vector<char*> pointers;
    for (auto& argument : arguments) {
        pointers.push_back(argument.data());
    }
    pointers.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, to[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, from[1], STDOUT_FILENO);
    int const error =
        posix_spawn(&process_, "/proc/self/exe", &actions, nullptr, pointers.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(to[0]);
    ::close(from[1]);
    if (error != 0) {
        throw std::system_error(error, std::generic_category(), "starting a process");
    }
    if (receive() != ready) {
        throw std::runtime_error("another process could not open its file");
    }
}

WriterProcess::~WriterProcess() {
    ::close(to_); // which ends it
    ::close(from_);
    waitpid(process_, nullptr, 0);
}

void WriterProcess::start() { say(to_, ready); }

bool WriterProcess::wait() { return receive() == done_with_checkpoint; }

char WriterProcess::receive() {
    char said = 0;
    if (::read(from_, &said, 1) != 1) {
        throw std::runtime_error("another process has ended");
    }
    return said;
}

bool WriterProcess::is_meant(int argc, char** argv) {
    return argc == 6 && std::string_view(argv[1]) == option;
}

int WriterProcess::run(char** argv) {
    human_support::SqliteOptions options;
    options.busy_timeout = std::chrono::minutes(10); // others may write without a pause
    auto const repository = human_support::SqliteRepository::open(argv[2], options).value();
    auto const threads = std::stoul(argv[3]);
    auto const first = std::stoul(argv[4]);
    auto const count = std::stoul(argv[5]);
    auto const writes = random_writes(first + count);
    say(STDOUT_FILENO, ready);
    char told = 0;
    while (::read(STDIN_FILENO, &told, 1) == 1) {
        auto const before = repository->counters().checkpoints;
        time_in_threads(threads, count,
                        [&](std::size_t i) { repository->write(writes[first + i]).value(); });
        bool const checkpoint = repository->counters().checkpoints > before;
        say(STDOUT_FILENO, checkpoint ? done_with_checkpoint : done);
    }
    return 0;
}

} // namespace benchmarks
