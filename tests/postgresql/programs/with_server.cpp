// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// Runs a command with a PostgreSQL server: with_server COMMAND ARGUMENT...
//
// The URI of an empty database is in HUMAN_SUPPORT_TEST_SERVER. With --durable it survives a loss
// of power. Says so and exits with 77 if there is no server to start.
#include "postgresql/postgresql_programs.hpp"
#include "postgresql/postgresql_server.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

namespace {

/// A URI in which a folder stands for the host, with its slashes escaped (RFC 3986, section 2.1).
std::string uri(human_support::tests::PostgresqlServer const& server) {
    std::string host;
    for (char const c : server.folder().string()) {
        host += c == '/' ? "%2F" : std::string(1, c);
    }
    return "postgresql://postgres@" + host + ":" + std::to_string(server.port()) + "/postgres";
}

int run(char** command) {
    human_support::tests::PostgresqlServer const server;
    setenv("HUMAN_SUPPORT_TEST_SERVER", uri(server).c_str(), 1);
    auto const child = fork();
    if (child == 0) {
        execvp(*command, command);
        std::cerr << "with_server cannot run " << *command << '\n';
        _exit(127);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::cerr << "usage: with_server COMMAND ARGUMENT...\n";
        return 2;
    }
    if (!human_support::tests::postgresql_programs()) {
        std::cout << "Skipped: there is no PostgreSQL server here (Debian: apt-get install "
                     "postgresql)\n";
        return 77;
    }
    try {
        return run(argv + 1);
    } catch (std::exception const& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
