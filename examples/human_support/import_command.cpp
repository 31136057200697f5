// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "commands.hpp"
#include "import_batches.hpp"
#include "output.hpp"
#include "session.hpp"

#include <fmt/format.h>

namespace program {

ExitCode run_import(Arguments const& arguments) {
    Input input(arguments.input);
    Session session(arguments, Use::create);
    auto const expected = arguments.replace ? human_support::Expectation(human_support::Anything{})
                                            : human_support::Expectation(human_support::Absent{});
    ImportBatches batches(session.repository(), expected, arguments.strict);
    while (auto const line = input.read_line(most_line_bytes)) {
        batches.add(*line);
    }
    batches.finish();
    if (auto const lines = batches.lines_with_unknown_members(); lines > 0) {
        say(fmt::format("Warning: in {} lines, members that are not settings were ignored.",
                        lines));
    }
    say(fmt::format("Records stored: {}. Lines refused: {}.", batches.stored(), batches.refused()));
    return batches.refused() == 0 ? ExitCode::done : ExitCode::invalid_input;
}

} // namespace program
