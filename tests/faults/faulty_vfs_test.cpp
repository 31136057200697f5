// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "faults/faulty_vfs.hpp"

#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>

namespace {

/// Makes a database with every kind of call to the system, and returns whether that worked.
bool make_database(std::filesystem::path const& file) {
    sqlite3* opened = nullptr;
    int const result = sqlite3_open(file.string().c_str(), &opened);
    std::unique_ptr<sqlite3, decltype(&sqlite3_close)> const database(opened, sqlite3_close);
    return result == SQLITE_OK &&
           sqlite3_exec(opened,
                        "CREATE TABLE t (x); PRAGMA journal_mode = WAL; INSERT INTO t VALUES (1);"
                        "PRAGMA wal_checkpoint(TRUNCATE); INSERT INTO t VALUES (2);",
                        nullptr, nullptr, nullptr) == SQLITE_OK;
}

} // namespace

TEST_CASE("Every fault is met by the first call of its kind, and by none once it is healed") {
    for (Fault const& fault : every_fault()) {
        INFO(fault);
        TemporaryFolder const folder;
        FaultyVfs system;
        system.fail(fault, 1);
        (void)make_database(folder / "faulty.db"); // SQLite gets over some faults
        REQUIRE(system.met());
        system.heal();
        REQUIRE(make_database(folder / "healthy.db"));
    }
}

TEST_CASE("A fault that lasts fails the nth call and all later ones, another one the nth alone") {
    bool const lasts = GENERATE(false, true);
    TemporaryFolder const folder;
    FaultyVfs system;
    system.fail({VfsCall::open, Cause::permission, lasts}, 3);
    REQUIRE(make_database(folder / "first.db") == false); // opens a file, a journal and a WAL
    REQUIRE(system.met());
    REQUIRE(make_database(folder / "second.db") == !lasts);
}

TEST_CASE("Files grow by as much as there is room for") {
    TemporaryFolder const folder;
    FaultyVfs system;
    system.leave_room(5000);
    REQUIRE_FALSE(make_database(folder / "file.db"));
    REQUIRE(system.met());
    std::uintmax_t bytes = 0;
    for (auto const& entry : std::filesystem::directory_iterator(folder.path())) {
        bytes += entry.file_size();
    }
    REQUIRE(bytes <= 5000);
    system.leave_room(1'000'000);
    REQUIRE(make_database(folder / "another.db"));
    REQUIRE_FALSE(system.met());
}

TEST_CASE("Nothing changes a file while there is no power") {
    TemporaryFolder const folder;
    FaultyVfs system;
    system.cut_power(1);
    REQUIRE_FALSE(make_database(folder / "file.db"));
    REQUIRE_FALSE(system.has_power());
    for (auto const& entry : std::filesystem::directory_iterator(folder.path())) {
        REQUIRE(entry.file_size() == 0);
    }
    system.restart_process();
    REQUIRE(make_database(folder / "file.db"));
}
