// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "growth_program.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <fstream>
#include <stdexcept>
#include <system_error>

namespace benchmarks {

namespace {

// GNU time, since what the kernel tells of our own child counts our memory as well.
constexpr char const* time_program = "/usr/bin/time";

void check(int error) {
    if (error != 0) {
        throw std::system_error(error, std::generic_category(), time_program);
    }
}

} // namespace

ProgramRun run_program(std::filesystem::path const& database, std::vector<std::string> arguments) {
    auto const peak_file = std::filesystem::path(database) += ".peak";
    arguments.insert(arguments.begin(),
                     {time_program, "--format=%M", "--output", peak_file.string(),
                      HUMAN_SUPPORT_PROGRAM, "--db", database.string()});
    std::vector<char*> pointers;
    for (auto& argument : arguments) {
        pointers.push_back(argument.data());
    }
    pointers.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    check(::posix_spawn_file_actions_init(&actions));
    for (int const output : {STDOUT_FILENO, STDERR_FILENO}) {
        check(::posix_spawn_file_actions_addopen(&actions, output, "/dev/null", O_WRONLY, 0));
    }
    auto const begin = std::chrono::steady_clock::now();
    pid_t child = 0;
    check(::posix_spawn(&child, time_program, &actions, nullptr, pointers.data(), ::environ));
    ::posix_spawn_file_actions_destroy(&actions);
    int status = 0;
    check(::waitpid(child, &status, 0) == child ? 0 : errno);
    ProgramRun run{std::chrono::steady_clock::now() - begin, 0};
    double kibibytes = 0;
    if (status != 0 || !(std::ifstream(peak_file) >> kibibytes)) {
        throw std::runtime_error("human-support failed on " + database.string());
    }
    run.peak_bytes = kibibytes * 1024;
    std::filesystem::remove(peak_file);
    return run;
}

} // namespace benchmarks
