// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "output.hpp"

#include "json_text.hpp"
#include "terminal.hpp"
#include "terminal_text.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

namespace program {

namespace {

[[noreturn]] void fail(int error) {
    throw std::system_error(error, std::generic_category(), "Standard output cannot be written");
}

void check_output(bool written) {
    if (!written) {
        fail(errno);
    }
}

void write_error(std::string const& text) { std::fwrite(text.data(), 1, text.size(), stderr); }

} // namespace

void print_line(std::string_view text) {
    check_output(std::fwrite(text.data(), 1, text.size(), stdout) == text.size() &&
                 std::fputc('\n', stdout) != EOF);
}

void print_answer(boost::json::value const& json) {
    print_line(is_terminal(OutputStream::output) ? indented(json) : one_line(json));
    flush_output();
}

void flush_output() { check_output(std::fflush(stdout) == 0); }

void fail_without_reader() { fail(EPIPE); }

void say(std::string_view text) { write_error(printable(text) + "\n"); }

void say_error(human_support::Error const& error) {
    say(error.message());
    for (auto const& violation : error.violations()) {
        say(fmt::format("  {}{}{}", violation.pointer, violation.pointer.empty() ? "" : ": ",
                        violation.message));
    }
}

} // namespace program
