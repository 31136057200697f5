// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// make_schema_version_file FILE: makes the file that is kept for this schema version.
#include "schema_versions/kept_writes.hpp"

#include <human_support/sqlite_repository.hpp>

#include <sqlite3.h>

#include <exception>
#include <filesystem>
#include <iostream>
#include <stdexcept>

namespace {

void fill(std::filesystem::path const& file) {
    using namespace human_support;
    auto const repository = SqliteRepository::open(file).value();
    for (Write const& write : kept_writes()) {
        repository->write(write).value();
    }
}

/// Leaves no free page, and no file beside `file`.
void vacuum(std::filesystem::path const& file) {
    sqlite3* database = nullptr;
    int result = sqlite3_open(file.string().c_str(), &database);
    if (result == SQLITE_OK) {
        result = sqlite3_exec(database, "VACUUM", nullptr, nullptr, nullptr);
    }
    sqlite3_close(database);
    if (result != SQLITE_OK) {
        throw std::runtime_error(sqlite3_errstr(result));
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2 || std::filesystem::exists(argv[1])) {
        std::cerr << "usage: make_schema_version_file FILE, which is not there yet\n";
        return 2;
    }
    try {
        fill(argv[1]);
        vacuum(argv[1]);
        return 0;
    } catch (std::exception const& failure) {
        std::cerr << "make_schema_version_file: " << failure.what() << '\n';
        return 1;
    }
}
