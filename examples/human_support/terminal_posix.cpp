// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "terminal.hpp"

#include <cerrno>
#include <csignal>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace program {

namespace {

void (*former_action)(int) = SIG_DFL;

} // namespace

bool is_terminal(OutputStream stream) noexcept {
    return isatty(stream == OutputStream::output ? STDOUT_FILENO : STDERR_FILENO) == 1;
}

std::size_t terminal_columns() noexcept {
    winsize size{};
    bool const known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? size.ws_col : 80;
}

void ignore_broken_pipes() noexcept { former_action = std::signal(SIGPIPE, SIG_IGN); }

void end_by_broken_pipe() noexcept {
    std::signal(SIGPIPE, former_action);
    std::raise(SIGPIPE);
}

bool wait_for_end_of_reader(std::chrono::milliseconds most) noexcept {
    pollfd output{STDOUT_FILENO, 0, 0}; // errors are reported without being asked for
    return poll(&output, 1, static_cast<int>(most.count())) > 0;
}

bool wait_for_input(std::FILE* file, std::chrono::milliseconds most) noexcept {
    pollfd input{fileno(file), POLLIN, 0};
    return poll(&input, 1, static_cast<int>(most.count())) > 0;
}

std::optional<std::size_t> read_available(std::FILE* file, char* into, std::size_t bytes) noexcept {
    ssize_t count = -1;
    do {
        count = read(fileno(file), into, bytes);
    } while (count < 0 && (errno == EINTR || errno == EAGAIN));
    return count < 0 ? std::nullopt : std::optional(static_cast<std::size_t>(count));
}

} // namespace program
