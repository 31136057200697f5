// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/sqlite_repository.hpp>

#include "support/catch.hpp"
#include "support/erase_some.hpp"
#include "support/erasure_purges.hpp"
#include "support/foreign_connection.hpp"
#include "support/sample_record.hpp"
#include "support/statement_watch.hpp"
#include "support/temporary_folder.hpp"

#include <sqlite3.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace human_support;

namespace {

/// A repository in whose file every transaction that writes is seen, since none is a checkpoint's.
std::unique_ptr<SqliteRepository> without_checkpoints(std::filesystem::path const& file) {
    return SqliteRepository::open(file, {.wal_autocheckpoint = 1'000'000}).value();
}

/// Purges the oldest `purged` of `erasures`, and returns how many steps of SQLite's virtual machine
/// each statement took that deletes them.
std::vector<int> steps_of_purge(int erasures, int purged) {
    TemporaryFolder const folder;
    StatementWatch watch;
    auto const repository = without_checkpoints(folder / "settings.db");
    erase_some(*repository, erasures);
    ForeignConnection(folder / "settings.db")
        .run("UPDATE human_support_erasures SET erased_at = revision");
    std::vector<int> steps;
    watch.after = [&](sqlite3_stmt* statement) {
        if (std::string_view(sqlite3_sql(statement)).starts_with("DELETE")) {
            steps.push_back(sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 1));
        }
    };
    Timestamp const before{std::chrono::milliseconds{erasures + purged + 1}};
    REQUIRE(repository->purge_erasures(before).value() == static_cast<std::size_t>(purged));
    return steps;
}

} // namespace

TEST_CASE("A purge forgets the erasures from before a time, and nothing else") {
    TemporaryFolder const folder;
    auto const repository = SqliteRepository::open(folder / "settings.db").value();
    require_forgets_old_erasures(*repository);
    REQUIRE(repository->check().value().empty());
}

TEST_CASE("Who has not read the erasures that were purged has to begin again") {
    TemporaryFolder const folder;
    require_who_is_behind_begins_again(*SqliteRepository::open(folder / "settings.db").value());
}

TEST_CASE("Revisions go on after a purge") {
    TemporaryFolder const folder;
    require_revisions_after_purge(*SqliteRepository::open(folder / "settings.db").value());
}

TEST_CASE("An erasure is as old as its last one") {
    TemporaryFolder const folder;
    require_age_of_last_erasure(*SqliteRepository::open(folder / "settings.db").value());
}

TEST_CASE("A purge of nothing leaves the epoch as it is") {
    TemporaryFolder const folder;
    require_nothing_of_purge_of_nothing(*SqliteRepository::open(folder / "settings.db").value());
}

TEST_CASE("Who reads the feed while thousands of erasures are purged begins again once") {
    int const erasures = GENERATE(1, 999, 1000, 1001, 3000, 3500);
    CAPTURE(erasures);
    TemporaryFolder const folder;
    StatementWatch watch;
    auto const repository = without_checkpoints(folder / "settings.db");
    erase_some(*repository, erasures);
    store(*repository, sample_record("bot")).value();
    std::optional<FeedMark> mark;
    REQUIRE_FALSE(restarts_reading(*repository, mark));

    int transactions = 0;
    int restarts = 0;
    watch.before = [&](std::string_view sql) {
        if (sql == "BEGIN IMMEDIATE") {
            ++transactions;
            restarts += restarts_reading(*repository, mark) ? 1 : 0;
        }
    };
    REQUIRE(repository->purge_erasures(far_ahead).value() == static_cast<std::size_t>(erasures));
    restarts += restarts_reading(*repository, mark) ? 1 : 0;
    REQUIRE(transactions == erasures / 1000 + 1);
    REQUIRE(restarts == 1);
}

TEST_CASE("An erasure that is made during a purge stays, since readers may not know of it") {
    TemporaryFolder const folder;
    StatementWatch watch;
    auto const repository = without_checkpoints(folder / "settings.db");
    auto const other = without_checkpoints(folder / "settings.db");
    auto const bot = sample_record("bot");
    store(*repository, bot).value();
    erase_some(*repository, 2500);

    std::optional<FeedMark> mark; // of somebody who knows the chatbot's record
    int transactions = 0;
    watch.before = [&](std::string_view sql) {
        if (sql == "BEGIN IMMEDIATE" && ++transactions == 2) {
            restarts_reading(*other, mark);
            REQUIRE(other->write(Write::erase(bot.chatbot_id)));
        }
    };
    REQUIRE(repository->purge_erasures(far_ahead).value() == 2500);
    watch.before = nullptr;

    auto const news = repository->changes(mark, 10).value().changes;
    REQUIRE(news.size() == 1);
    REQUIRE(news.front().chatbot_id == bot.chatbot_id);
    REQUIRE(news.front().record == nullptr);
    REQUIRE(repository->purge_erasures(far_ahead).value() == 1);
}

TEST_CASE("The work of a purge grows with what it forgets, and not with what is there") {
    auto const of_few = steps_of_purge(1500, 1500);
    auto const of_many = steps_of_purge(6000, 1500);
    REQUIRE(of_few.size() == 2); // 1000, and the rest
    REQUIRE(of_many.size() == 2);
    REQUIRE(of_many.front() <= of_few.front() * 11 / 10);
    REQUIRE(of_many.back() <= of_few.back() * 11 / 10);
    REQUIRE(steps_of_purge(6000, 0).back() < 100);
}
