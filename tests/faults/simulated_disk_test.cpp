// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "faults/simulated_disk.hpp"

#include "faults/faulty_vfs.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

namespace {

/// Writes `bytes` at the end of the file, and tells the disk.
void append(SimulatedDisk& disk, std::string const& path, std::string const& bytes) {
    auto const size = std::filesystem::exists(path) ? std::filesystem::file_size(path) : 0;
    std::ofstream(path, std::ios::binary | std::ios::app) << bytes;
    disk.wrote(path, size, bytes);
}

void make(SimulatedDisk& disk, std::string const& path) {
    std::ofstream(path, std::ios::binary).flush();
    disk.opened(path, false);
}

std::string content_of(std::string const& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// Whether a row that SQLite reported as stored is there after a loss of power.
bool keeps_a_row(std::string const& synchronous, Random& random) {
    TemporaryFolder const folder;
    auto const file = (folder / "file.db").string();
    FaultyVfs system;
    auto const run = [&](std::string const& sql) {
        sqlite3* database = nullptr;
        REQUIRE(sqlite3_open(file.c_str(), &database) == SQLITE_OK);
        auto const pragma = "PRAGMA synchronous = " + synchronous + ";" + sql;
        bool const done =
            sqlite3_exec(database, pragma.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
        sqlite3_close(database);
        return done;
    };
    REQUIRE(run("CREATE TABLE t (x); INSERT INTO t VALUES (1)"));
    system.restore_power(random);
    return run("SELECT x FROM t; UPDATE t SET x = 2");
}

} // namespace

TEST_CASE("A loss of power leaves what was synced, and of the rest any part") {
    Random random;
    INFO("seed " << random.seed());
    std::string const synced(700, 's');
    std::string const rest(1500, 'r');
    std::set<std::string> met;
    for (int round = 0; round < 300; ++round) {
        TemporaryFolder const folder;
        auto const path = (folder / "file").string();
        SimulatedDisk disk;
        make(disk, path);
        append(disk, path, synced);
        disk.synced(path);
        disk.folder_synced();
        append(disk, path, rest);
        disk.lose_power(random);
        auto const left = content_of(path);
        REQUIRE(left.substr(0, 700) == synced);
        REQUIRE(left.find_first_not_of(std::string("r\0", 2), 700) == std::string::npos);
        met.insert(left);
    }
    REQUIRE(met.contains(synced));
    REQUIRE(met.contains(synced + rest));
    REQUIRE(met.size() > 5); // torn in several ways
}

TEST_CASE("A loss of power may take back that a file was cut off, made, renamed or removed") {
    Random random;
    INFO("seed " << random.seed());
    std::set<std::string> met;
    for (int round = 0; round < 300; ++round) {
        TemporaryFolder const folder;
        auto const path = [&](char const* name) { return (folder / name).string(); };
        SimulatedDisk disk;
        for (char const* name : {"cut", "renamed", "removed"}) {
            make(disk, path(name));
            append(disk, path(name), name);
            disk.synced(path(name));
        }
        disk.folder_synced();
        std::filesystem::resize_file(path("cut"), 1);
        disk.truncated(path("cut"), 1);
        make(disk, path("made"));
        std::filesystem::rename(path("renamed"), path("new-name"));
        disk.opened(path("new-name"), true);
        std::filesystem::remove(path("removed"));
        disk.removed(path("removed"));
        disk.lose_power(random);
        REQUIRE(content_of(path("renamed")) + content_of(path("new-name")) == "renamed");
        for (char const* name : {"made", "renamed", "removed"}) {
            met.insert(name + std::string(std::filesystem::exists(path(name)) ? " is" : " is not"));
        }
        met.insert(content_of(path("cut")));
    }
    REQUIRE(met == std::set<std::string>{"made is", "made is not", "renamed is", "renamed is not",
                                         "removed is", "removed is not", "cut", "c"});
}

TEST_CASE("SQLite keeps what it stored through a loss of power only if it syncs") {
    Random random;
    INFO("seed " << random.seed());
    int lost = 0;
    for (int round = 0; round < 100; ++round) {
        REQUIRE(keeps_a_row("FULL", random));
        lost += keeps_a_row("OFF", random) ? 0 : 1;
    }
    REQUIRE(lost > 0);
}
