// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "terminal.hpp"

#include <csignal>
#include <sys/ioctl.h>
#include <unistd.h>

namespace program {

bool is_terminal(OutputStream stream) noexcept {
    return isatty(stream == OutputStream::output ? STDOUT_FILENO : STDERR_FILENO) == 1;
}

std::size_t terminal_columns() noexcept {
    winsize size{};
    bool const known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? size.ws_col : 80;
}

void ignore_broken_pipes() noexcept { std::signal(SIGPIPE, SIG_IGN); }

} // namespace program
