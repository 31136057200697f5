// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <cstddef>

namespace program {

// The functions that depend on the system. On systems other than POSIX nothing counts as a
// terminal.

enum class OutputStream { output, error };

[[nodiscard]] bool is_terminal(OutputStream stream) noexcept;

/// The width of the terminal that standard output is, in columns; 80 if that is unknown.
[[nodiscard]] std::size_t terminal_columns() noexcept;

/// Makes writing to a pipe that nobody reads an error, instead of the end of the process.
void ignore_broken_pipes() noexcept;

} // namespace program
