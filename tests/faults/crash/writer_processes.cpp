// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "faults/crash/writer_processes.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <system_error>
#include <utility>

extern char** environ;

namespace {

/// Far more than any pause of a writer that still lives.
constexpr int patience_in_milliseconds = 120'000;

[[noreturn]] void fail(std::string const& what, int error) {
    throw std::system_error(error, std::generic_category(), what);
}

pid_t start(std::string const& program, std::vector<std::string> arguments, int output) {
    arguments.insert(arguments.begin(), program);
    std::vector<char*> pointers;
    for (auto& argument : arguments) {
        pointers.push_back(argument.data());
    }
    pointers.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    pid_t process = 0;
    int const error =
        posix_spawn(&process, program.c_str(), &actions, nullptr, pointers.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) {
        fail("starting " + program, error);
    }
    return process;
}

/// Waits for the end of a process that was killed.
void wait_for(pid_t process) {
    int status = 0;
    if (waitpid(process, &status, 0) != process) {
        fail("waiting for a writer", errno);
    }
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL) {
        throw std::runtime_error("a writer ended before it was killed");
    }
}

} // namespace

WriterProcesses::WriterProcesses(std::string const& program,
                                 std::vector<std::vector<std::string>> const& arguments) {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) {
        fail("making a pipe", errno);
    }
    pipe_ = ends[0];
    // Only the copy that is a writer's standard output stays open in the writer.
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    for (auto const& list : arguments) {
        processes_.push_back(start(program, list, ends[1]));
    }
    close(ends[1]);
}

WriterProcesses::~WriterProcesses() {
    for (pid_t const process : processes_) {
        ::kill(process, SIGKILL);
        waitpid(process, nullptr, 0);
    }
    close(pipe_);
}

std::optional<std::string> WriterProcesses::next_line() {
    auto end = buffer_.find('\n');
    while (end == std::string::npos && !at_end_) {
        auto const searched = buffer_.size();
        fill_buffer();
        end = buffer_.find('\n', searched);
    }
    if (end == std::string::npos) {
        if (!buffer_.empty() || !processes_.empty()) {
            throw std::runtime_error("the writers ended within the line '" + buffer_ + "'");
        }
        return std::nullopt;
    }
    auto line = buffer_.substr(0, end);
    buffer_.erase(0, end + 1);
    return line;
}

void WriterProcesses::fill_buffer() {
    pollfd waiting{pipe_, POLLIN, 0};
    if (poll(&waiting, 1, patience_in_milliseconds) != 1) {
        throw std::runtime_error("the writers do not go on");
    }
    std::array<char, 4096> bytes{};
    auto const size = read(pipe_, bytes.data(), bytes.size());
    if (size < 0) {
        fail("reading from the writers", errno);
    }
    buffer_.append(bytes.data(), static_cast<std::size_t>(size));
    at_end_ = size == 0;
}

void WriterProcesses::kill(std::size_t index) {
    auto const place = processes_.begin() + static_cast<std::ptrdiff_t>(index);
    pid_t const process = *place;
    processes_.erase(place);
    ::kill(process, SIGKILL);
    wait_for(process);
}

void WriterProcesses::kill_all() {
    auto const processes = std::exchange(processes_, {});
    for (pid_t const process : processes) {
        ::kill(process, SIGKILL);
    }
    for (pid_t const process : processes) {
        wait_for(process);
    }
}
