// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

namespace program {

/// From now on SIGINT and SIGTERM ask the program to stop when it is ready to. A second one ends it
/// at once, in case it never is.
void listen_for_stop_signals() noexcept;

/// Tells whether such a signal has come.
[[nodiscard]] bool stop_requested() noexcept;

} // namespace program
