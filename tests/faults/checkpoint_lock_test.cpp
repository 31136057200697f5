// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/sqlite_repository.hpp>

#include "faults/sample_store.hpp"
#include "faults/wal_lock_watch.hpp"
#include "schema_versions/kept_files.hpp"
#include "support/catch.hpp"
#include "support/foreign_connection.hpp"
#include "support/temporary_folder.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

using namespace human_support;

namespace {

SqliteOptions eager_checkpoints() {
    return {.busy_timeout = std::chrono::milliseconds(0), .readers = 1, .wal_autocheckpoint = 1};
}

/// Writes more than the pages after which SQLite does a checkpoint by itself.
void write_much(SqliteRepository& repository) {
    std::vector<Write> batch;
    for (int i = 0; i < 400; ++i) {
        batch.push_back(Write::store(longest_record("bot-" + std::to_string(i)), Anything{}));
    }
    REQUIRE(repository.write(batch));
}

} // namespace

TEST_CASE("Nobody can write while a checkpoint runs, whatever is done with a repository") {
    TemporaryFolder const folder;
    auto const file = folder / "settings.db";
    WalLockWatch watch;
    SECTION("while it makes and fills a file") {
        auto const repository = SqliteRepository::open(file, eager_checkpoints()).value();
        write_much(*repository);
        REQUIRE(store(*repository, sample_record("bot")));
        REQUIRE(watch.checkpoints() > 1);
    }
    SECTION("while it forgets erasures") {
        auto const repository = SqliteRepository::open(file, eager_checkpoints()).value();
        REQUIRE(store(*repository, sample_record("bot")));
        REQUIRE(repository->write(Write::erase(sample_record("bot").chatbot_id)));
        int const before = watch.checkpoints();
        REQUIRE(repository->purge_erasures(Timestamp::max()).value() == 1);
        REQUIRE(watch.checkpoints() > before);
    }
    SECTION("while it opens a file with a long WAL, and is closed") {
        auto const first = SqliteRepository::open(file, {.wal_autocheckpoint = 1'000'000}).value();
        write_much(*first);
        REQUIRE(SqliteRepository::open(file, {.synchronous = Synchronous::normal}));
    }
    SECTION("while it brings a file to a newer schema, beside a long WAL") {
        std::filesystem::copy_file(kept_file(1), file);
        ForeignConnection host(file);
        host.run("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;"
                 "CREATE TABLE of_host (bytes BLOB);"
                 "INSERT INTO of_host VALUES (zeroblob(5000000))");
        REQUIRE(SqliteRepository::open(file));
    }
    SECTION("while it is backed up, is checked, and is closed as the last one") {
        auto const repository = SqliteRepository::open(file).value();
        write_much(*repository);
        REQUIRE(repository->backup(folder / "copy.db"));
        REQUIRE(repository->check().value().empty());
    }
    REQUIRE(watch.unguarded_checkpoints() == 0);
}

TEST_CASE("A checkpoint that cannot have the write lock is left to the next write") {
    TemporaryFolder const folder;
    WalLockWatch watch;
    auto options = eager_checkpoints();
    options.busy_timeout = std::chrono::hours(1);
    auto const repository = SqliteRepository::open(folder / "settings.db", options).value();
    ForeignConnection host(folder / "settings.db");
    REQUIRE(store(*repository, sample_record("first")));
    auto const before = repository->counters();

    bool holds = false;
    watch.after_next_write([&] { holds = host.try_to_run("BEGIN IMMEDIATE"); });
    REQUIRE(store(*repository, sample_record("bot")));
    REQUIRE(holds);
    auto const beside = repository->counters();
    REQUIRE(beside.checkpoints == before.checkpoints);
    REQUIRE(beside.failed_checkpoints == 0);
    REQUIRE(beside.busy_retries == before.busy_retries);

    host.run("ROLLBACK");
    REQUIRE(store(*repository, sample_record("bot")));
    REQUIRE(repository->counters().checkpoints == before.checkpoints + 1);
}

TEST_CASE("While a foreign connection holds the write lock, writes are busy, reads go on, and the "
          "checkpoint that is due is done afterwards") {
    TemporaryFolder const folder;
    WalLockWatch watch;
    auto const repository =
        SqliteRepository::open(folder / "settings.db", eager_checkpoints()).value();
    ForeignConnection host(folder / "settings.db");
    REQUIRE(store(*repository, sample_record("first")));
    bool holds = false;
    watch.after_next_write([&] { holds = host.try_to_run("BEGIN IMMEDIATE"); });
    REQUIRE(store(*repository, sample_record("last")));
    REQUIRE(holds);
    auto const before = repository->counters();
    REQUIRE(before.wal_bytes > 0);

    for (int i = 0; i < 3; ++i) {
        REQUIRE(store(*repository, sample_record("refused")) == Errc::busy);
        REQUIRE(repository->purge_erasures(Timestamp::max()) == Errc::busy);
        REQUIRE(*repository->find(sample_record("last").chatbot_id));
        REQUIRE_FALSE(*repository->find(sample_record("refused").chatbot_id));
        REQUIRE(repository->check().value().empty());
        auto const beside = repository->counters();
        REQUIRE(beside.wal_bytes == before.wal_bytes);
        REQUIRE(beside.commits == before.commits);
        REQUIRE(beside.checkpoints == before.checkpoints);
        REQUIRE(beside.failed_checkpoints == 0);
    }

    host.run("ROLLBACK");
    SECTION("by a write that stores something") {
        REQUIRE(store(*repository, sample_record("next")));
    }
    SECTION("by one that is refused") {
        auto const refused = Write::store(sample_record("last"), Absent{});
        REQUIRE(repository->write(refused) == Errc::already_exists);
    }
    REQUIRE(repository->counters().checkpoints == before.checkpoints + 1);
}

TEST_CASE("A checkpoint beside one of a foreign connection is left to the next write") {
    TemporaryFolder const folder;
    WalLockWatch watch;
    auto const repository =
        SqliteRepository::open(folder / "settings.db", eager_checkpoints()).value();
    REQUIRE(store(*repository, sample_record("first")));
    ForeignConnection host(folder / "settings.db");
    host.run("SELECT * FROM human_support_store");
    ForeignConnection(folder / "settings.db")
        .run("PRAGMA wal_autocheckpoint = 0; CREATE TABLE of_host (name TEXT)");
    auto const before = repository->counters();

    bool stored = false;
    watch.in_next_checkpoint(
        [&] { stored = store(*repository, sample_record("bot")).has_value(); });
    host.run("PRAGMA wal_checkpoint");
    REQUIRE(stored);
    REQUIRE(repository->counters().checkpoints == before.checkpoints);
    REQUIRE(repository->counters().failed_checkpoints == 0);

    REQUIRE(store(*repository, sample_record("bot")));
    REQUIRE(repository->counters().checkpoints == before.checkpoints + 1);
}

TEST_CASE("A checkpoint that can move nothing, because somebody reads, is not counted") {
    TemporaryFolder const folder;
    auto const repository =
        SqliteRepository::open(folder / "settings.db", eager_checkpoints()).value();
    REQUIRE(store(*repository, sample_record("first")));
    ForeignConnection host(folder / "settings.db");
    host.run("BEGIN; SELECT * FROM human_support_store");
    REQUIRE(store(*repository, sample_record("bot")));
    auto const before = repository->counters();
    REQUIRE(store(*repository, sample_record("bot")));
    REQUIRE(repository->counters().checkpoints == before.checkpoints);
    REQUIRE(repository->counters().failed_checkpoints == 0);
    host.run("COMMIT");
    REQUIRE(store(*repository, sample_record("bot")));
    REQUIRE(repository->counters().checkpoints == before.checkpoints + 1);
}
