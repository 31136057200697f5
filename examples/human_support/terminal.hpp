// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <optional>

namespace program {

// The functions that depend on the system. On systems other than POSIX nothing counts as a
// terminal, and no signal tells of a pipe that nobody reads.

enum class OutputStream { output, error };

[[nodiscard]] bool is_terminal(OutputStream stream) noexcept;

/// The width of the terminal that standard output is, in columns; 80 if that is unknown.
[[nodiscard]] std::size_t terminal_columns() noexcept;

/// Makes writing to a pipe that nobody reads an error, instead of the end of the process in the
/// middle of its work.
void ignore_broken_pipes() noexcept;

/// Ends the process as such a pipe would have done, now that the work is put away. Returns if
/// whoever started the process wants the error.
void end_by_broken_pipe() noexcept;

/// Waits so long, or until a signal comes. Tells, without waiting longer, whether standard output
/// is a pipe that nobody reads any more.
[[nodiscard]] bool wait_for_end_of_reader(std::chrono::milliseconds most) noexcept;

/// Waits so long, or until a signal comes, for `file` to have something to read, be it its end.
[[nodiscard]] bool wait_for_input(std::FILE* file, std::chrono::milliseconds most) noexcept;

/// Reads at most `bytes` bytes, but waits for the first of them only; none are read at the end.
/// Nothing, with the reason in `errno`, if `file` cannot be read.
[[nodiscard]] std::optional<std::size_t> read_available(std::FILE* file, char* into,
                                                        std::size_t bytes) noexcept;

} // namespace program
