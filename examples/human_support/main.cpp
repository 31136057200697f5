// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "arguments.hpp"
#include "failure.hpp"
#include "output.hpp"
#include "stop_signal.hpp"
#include "terminal.hpp"

#include <exception>
#include <iostream>
#include <system_error>
#include <variant>

namespace {

using program::ExitCode;

ExitCode run(program::Arguments const& arguments) {
    try {
        return arguments.command(arguments);
    } catch (program::Failure const& failure) {
        program::say_error(failure.error());
        return program::exit_code(failure.error().code());
    }
}

} // namespace

int main(int argument_count, char** arguments) {
    try {
        program::ignore_broken_pipes();
        std::ios::sync_with_stdio(false); // reading is several times faster without
        auto const parsed = program::parse_arguments(argument_count, arguments);
        auto const* wanted = std::get_if<program::Arguments>(&parsed);
        ExitCode const code = wanted != nullptr ? run(*wanted) : std::get<ExitCode>(parsed);
        program::flush_output();
        return static_cast<int>(code);
    } catch (program::Stopped const& stopped) {
        program::end_by_stop_signal();
        program::say(stopped.what());
        return static_cast<int>(ExitCode::failed);
    } catch (std::system_error const& error) {
        if (error.code() == std::errc::broken_pipe) {
            program::end_by_broken_pipe();
        }
        program::say(error.what());
        return static_cast<int>(ExitCode::failed);
    } catch (std::exception const& exception) {
        program::say(exception.what());
        return static_cast<int>(ExitCode::failed);
    }
}
