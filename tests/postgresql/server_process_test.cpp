// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "postgresql/server_process.hpp"

#include "postgresql/patience.hpp"
#include "postgresql/postgresql_server.hpp"
#include "postgresql/server_user.hpp"
#include "support/catch.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <string>

using namespace human_support::tests;

namespace {

/// Starts a server in a process that is then killed. Returns the server's folder.
std::filesystem::path folder_of_killed_program(bool paused, pid_t& server) {
    TemporaryFolder folder;
    auto const told = folder / "told";
    pid_t const program = fork();
    REQUIRE(program >= 0);
    if (program == 0) {
        PostgresqlServer started;
        if (paused) {
            started.pause();
        }
        std::ofstream(folder / "writing") << started.folder().string() << '\n'
                                          << text_of(started.folder() / "data" / "postmaster.pid");
        std::filesystem::rename(folder / "writing", told);
        for (;;) {
            ::pause();
        }
    }
    wait_until_true("a server in another program", [&] { return std::filesystem::exists(told); });
    kill(program, SIGKILL);
    waitpid(program, nullptr, 0);
    std::ifstream lines(told);
    std::string path;
    std::getline(lines, path);
    lines >> server;
    return path;
}

} // namespace

TEST_CASE("a server ends with the program that started it, also a paused one") {
    bool const paused = GENERATE(false, true);
    (void)
        shared_server(); // so that the other program finds the template that servers are copies of
    pid_t server = 0;
    auto const folder = folder_of_killed_program(paused, server);
    REQUIRE(server > 0);
    wait_until_true("the removal of the folder", [&] { return !std::filesystem::exists(folder); });
    wait_until_true("the end of the server", [&] {
        auto const stat = text_of("/proc/" + std::to_string(server) + "/stat");
        return stat.empty() || stat.find(") Z ") != std::string::npos;
    });
}

TEST_CASE("a server process that ends by itself does not run any more") {
    TemporaryFolder folder;
    give_to_server_user(folder.path());
    ServerProcess process({"/bin/sh", "-c", "echo over"}, folder.path(), folder / "log");
    wait_until_true("the end of a process", [&] { return !process.runs(); });
    CHECK(text_of(folder / "log") == "over\n");
    process.pause();
    process.resume();
    process.kill_all();
}

TEST_CASE("a program that cannot be started says so") {
    TemporaryFolder folder;
    give_to_server_user(folder.path());
    ServerProcess process({"/nowhere/server"}, folder.path(), folder / "log");
    wait_until_true("the end of a process", [&] { return !process.runs(); });
    CHECK(text_of(folder / "log") == "this user may not enter the folder or run the program\n");
}
