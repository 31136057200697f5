// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "postgresql/postgresql_programs.hpp"

#include <unistd.h>

#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <system_error>

namespace human_support::tests {

namespace {

std::optional<std::filesystem::path> newest_of_debian() {
    std::optional<std::filesystem::path> newest;
    int newest_version = 0;
    std::error_code ignored; // it is no Debian
    for (auto const& entry : std::filesystem::directory_iterator("/usr/lib/postgresql", ignored)) {
        int const version = std::atoi(entry.path().filename().c_str());
        auto programs = entry.path() / "bin";
        if (version > newest_version && std::filesystem::exists(programs / "postgres")) {
            newest_version = version;
            newest = std::move(programs);
        }
    }
    return newest;
}

} // namespace

std::optional<std::filesystem::path> postgresql_programs() {
    if (char const* const named = std::getenv("HUMAN_SUPPORT_POSTGRESQL_BIN")) {
        return named;
    }
    if (auto newest = newest_of_debian()) {
        return newest;
    }
    if (auto const postgres = program_on_path("postgres")) {
        return std::filesystem::canonical(*postgres).parent_path();
    }
    return std::nullopt;
}

std::string postgresql_program(std::string const& name) {
    auto const folder = postgresql_programs();
    if (!folder) {
        throw std::runtime_error("there is no PostgreSQL server here");
    }
    return (*folder / name).string();
}

std::optional<std::filesystem::path> program_on_path(std::string const& name) {
    char const* const path = std::getenv("PATH");
    std::istringstream folders(std::string(path == nullptr ? "" : path) + ":/usr/sbin");
    for (std::string folder; std::getline(folders, folder, ':');) {
        auto program = std::filesystem::path(folder) / name;
        if (access(program.c_str(), X_OK) == 0) {
            return program;
        }
    }
    return std::nullopt;
}

} // namespace human_support::tests
