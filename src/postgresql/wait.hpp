// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <chrono>

namespace human_support::postgresql {

/// When a call gives up waiting for the server.
using Deadline = std::chrono::steady_clock::time_point;

/// Waits until something can be read from `socket` or, if `or_write`, be written to it. Returns
/// false if the deadline came first. A broken connection counts as something to read.
[[nodiscard]] bool wait_for(int socket, bool or_write, Deadline deadline) noexcept;

} // namespace human_support::postgresql
