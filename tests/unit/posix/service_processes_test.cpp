// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/service.hpp>

#include "support/catch.hpp"
#include "support/revision_chain.hpp"
#include "support/temporary_folder.hpp"
#include "support/test_host.hpp"

#include <human_support/sqlite_repository.hpp>
#include <human_support/system_clock_and_ids.hpp>

#include <spawn.h>
#include <sys/wait.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

extern char** environ;

using namespace human_support;

namespace {

/// Starts `update_record_program`, whose place CMake tells.
pid_t start_updating(std::filesystem::path database, std::string name,
                     std::filesystem::path output) {
    std::string program = UPDATE_RECORD_PROGRAM;
    std::string database_text = database.string();
    std::string output_text = output.string();
    char* const arguments[] = {program.data(), database_text.data(), name.data(),
                               output_text.data(), nullptr};
    pid_t process = 0;
    REQUIRE(posix_spawn(&process, program.c_str(), nullptr, nullptr, arguments, environ) == 0);
    return process;
}

/// The exit code of `process` once it has ended; -1 if it was killed.
int exit_code(pid_t process) {
    int status = 0;
    REQUIRE(waitpid(process, &status, 0) == process);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::vector<RevisionStep> read_steps(std::filesystem::path const& file) {
    std::vector<RevisionStep> steps;
    std::ifstream input(file);
    for (RevisionStep step{}; input >> step.before >> step.after;) {
        steps.push_back(step);
    }
    return steps;
}

/// The revision of the record in `database`, which is opened for the moment, so that the test has
/// it closed while it starts processes.
template <class Operation>
Revision revision_of(std::filesystem::path const& database, Operation&& operation) {
    auto const repository = SqliteRepository::open(database).value();
    SettingsService service(*repository, system_clock_and_ids());
    return operation(service)->revision;
}

} // namespace

TEST_CASE("Two processes that update one record of an SQLite file lose none of their changes") {
    TemporaryFolder const folder;
    auto const database = folder / "settings.db";
    Caller const caller{account("acme"), "alice"};
    auto const bot = chatbot("bot");
    auto const first = revision_of(database, [&](SettingsService& service) {
        return service.create(caller, bot).value().after;
    });

    pid_t const one = start_updating(database, "one", folder / "one");
    pid_t const two = start_updating(database, "two", folder / "two");
    CHECK(exit_code(one) == 0);
    CHECK(exit_code(two) == 0);

    auto const last = revision_of(
        database, [&](SettingsService& service) { return service.find(caller, bot).value(); });
    auto steps = read_steps(folder / "one");
    auto const steps_of_two = read_steps(folder / "two");
    steps.insert(steps.end(), steps_of_two.begin(), steps_of_two.end());
    check_revision_chain(steps, 3200, first, last);
    CHECK(last - first == 3200);
}
