// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "commands.hpp"
#include "json_text.hpp"
#include "output.hpp"
#include "progress_line.hpp"
#include "session.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <string>

namespace program {

ExitCode run_check(Arguments const& arguments) {
    Session session(arguments, Use::read);
    auto& file = session.file("its own checks, such as pg_amcheck.");
    auto const findings = require(file.check());
    for (auto const& finding : findings) {
        print_line(one_line({{"finding", finding}}));
    }
    flush_output();
    if (findings.empty()) {
        say("No damage was found.");
        return ExitCode::done;
    }
    say(fmt::format("Findings: {}. The file is damaged; restore a backup.", findings.size()));
    return ExitCode::storage;
}

ExitCode run_backup(Arguments const& arguments) {
    Session session(arguments, Use::read);
    auto& file = session.file("its own tools, such as pg_dump, or export the records.");
    ProgressLine progress;
    require(
        file.backup(arguments.destination, [&progress](std::uint64_t copied, std::uint64_t all) {
            progress.show(fmt::format("{} of {} pages copied …", copied, all));
        }));
    progress.clear();
    auto const name = arguments.destination.u8string();
    say(fmt::format("The copy is complete: '{}'.", std::string(name.begin(), name.end())));
    return ExitCode::done;
}

ExitCode run_purge_erasures(Arguments const& arguments) {
    Session session(arguments, Use::change);
    auto const purged = session.purge_erasures(arguments.erased_before);
    print_answer({{"purged", purged}});
    say(fmt::format("Erasures forgotten: {}.", purged));
    return ExitCode::done;
}

} // namespace program
