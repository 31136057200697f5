// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "commands.hpp"
#include "failure.hpp"
#include "import_batches.hpp"
#include "input.hpp"
#include "output.hpp"
#include "record_texts.hpp"
#include "session.hpp"
#include "stop_signal.hpp"

#include <fmt/format.h>

#include <optional>
#include <system_error>
#include <utility>

namespace program {

namespace {

std::optional<RecordText> next_text(RecordTexts& texts, ImportBatches& batches) {
    try {
        return texts.next();
    } catch (Failure const&) { // the input cannot be read any more
        batches.stop();
        throw;
    }
}

void store_all(RecordTexts& texts, ImportBatches& batches) {
    try {
        auto text = next_text(texts, batches);
        for (; text && !stop_requested(); text = next_text(texts, batches)) {
            batches.add(*std::move(text));
        }
        if (stop_requested()) {
            batches.stop();
            throw Stopped();
        }
        batches.finish();
    } catch (std::system_error const&) { // of standard output
        batches.say_how_far();
        throw;
    }
}

} // namespace

ExitCode run_import(Arguments const& arguments) {
    Input input(arguments.input);
    RecordTexts texts(input); // before the session, which makes the database
    Session session(arguments, Use::create);
    auto const existing = arguments.replace         ? Existing::replace
                          : arguments.skip_existing ? Existing::skip
                                                    : Existing::refuse;
    ImportBatches batches(session.repository(), {existing, arguments.strict, arguments.account});
    listen_for_stop_signals();
    store_all(texts, batches);
    if (auto const records = batches.records_with_unknown_members(); records > 0) {
        say(fmt::format("Warning: in {} records, members that are not settings were ignored.",
                        records));
    }
    auto const skipped =
        arguments.skip_existing ? fmt::format(", skipped: {}", batches.skipped()) : "";
    say(fmt::format("Records stored: {}{}, refused: {}.", batches.stored(), skipped,
                    batches.refused()));
    if (stop_requested()) { // while the last records were stored
        throw Stopped();
    }
    return batches.refused() == 0 ? ExitCode::done : ExitCode::invalid_input;
}

} // namespace program
