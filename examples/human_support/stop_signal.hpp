// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <exception>

namespace program {

/// From now on SIGINT and SIGTERM ask the program to stop when it is ready to, unless whoever
/// started it ignores them. A second one ends it at once, in case it never is.
void listen_for_stop_signals() noexcept;

/// Tells whether such a signal has come.
[[nodiscard]] bool stop_requested() noexcept;

/// Ends a command that such a signal has stopped, and said so. `main` then ends the process by the
/// signal, so that whoever started it knows, once everything is closed.
class Stopped : public std::exception {
public:
    [[nodiscard]] char const* what() const noexcept override { return "Stopped by a signal."; }
};

/// Ends the process by the signal that has come.
void end_by_stop_signal() noexcept;

} // namespace program
