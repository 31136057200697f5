// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/error.hpp>

#include <boost/json/value.hpp>

#include <string_view>

namespace program {

// Standard output is for programs: every function that writes to it throws a `std::system_error`
// if it cannot. Standard error is for people.

/// Writes `text` and a line feed to standard output.
void print_line(std::string_view text);

/// Writes `json` to standard output: indented for a person at a terminal, in one line otherwise.
/// Flushes it, so that nobody is told of an answer that could not be written.
void print_answer(boost::json::value const& json);

/// Flushes what was written to standard output and is still in memory.
void flush_output();

/// Throws what those functions throw once nobody reads the pipe that standard output is.
[[noreturn]] void fail_without_reader();

/// Tells a person something on standard error.
void say(std::string_view text);

/// Tells a person what went wrong, and each mistake that was found.
void say_error(human_support::Error const& error);

} // namespace program
