// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/sqlite_repository.hpp>

#include "faults/faulty_vfs.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

#include <chrono>

using namespace human_support;
using namespace std::chrono_literals;

TEST_CASE("An opening waits for all its locks together no longer than one busy timeout") {
    TemporaryFolder const folder;
    FaultyVfs system;
    REQUIRE(SqliteRepository::open(folder / "settings.db"));
    system.hold_locks_of_opened_files(50ms);
    // Each of its connections alone is let in after less.
    REQUIRE(SqliteRepository::open(folder / "settings.db", {.busy_timeout = 80ms}) == Errc::busy);
    REQUIRE(SqliteRepository::open(folder / "settings.db", {.busy_timeout = 1h}));
}
