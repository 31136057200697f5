// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// Only here, since a sleep may be too short on other systems.
#include <human_support/sqlite_repository.hpp>

#include "support/catch.hpp"
#include "support/erase_some.hpp"
#include "support/statement_watch.hpp"
#include "support/temporary_folder.hpp"

#include <sqlite3.h>

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

using namespace human_support;

TEST_CASE("A purge leaves the lock free between its transactions for as long as others sleep") {
    using Clock = std::chrono::steady_clock;
    TemporaryFolder const folder;
    StatementWatch watch;
    auto const repository =
        SqliteRepository::open(folder / "settings.db", {.wal_autocheckpoint = 1'000'000}).value();
    erase_some(*repository, 2000);

    std::optional<Clock::time_point> committed;
    std::vector<Clock::duration> pauses;
    watch.after = [&](sqlite3_stmt* statement) {
        if (std::string_view(sqlite3_sql(statement)) == "COMMIT") {
            committed = Clock::now();
        }
    };
    watch.before = [&](std::string_view sql) {
        if (sql == "BEGIN IMMEDIATE" && committed) {
            pauses.push_back(Clock::now() - *committed);
        }
    };
    REQUIRE(repository->purge_erasures(Timestamp::max()).value() == 2000);
    REQUIRE(pauses.size() == 2); // the last transaction finds nothing
    REQUIRE(pauses.front() >= std::chrono::milliseconds(1));
    REQUIRE(pauses.back() >= std::chrono::milliseconds(1));
}
