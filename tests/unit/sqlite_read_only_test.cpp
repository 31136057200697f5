// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/sqlite_repository.hpp>

#include "schema_versions/kept_files.hpp"
#include "support/catch.hpp"
#include "support/foreign_connection.hpp"
#include "support/sample_record.hpp"
#include "support/temporary_folder.hpp"

#include <chrono>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

using namespace human_support;

namespace {

constexpr SqliteOptions reading_only{.read_only = true};

} // namespace

TEST_CASE("A repository that only reads shows everything, and refuses each write") {
    TemporaryFolder const folder;
    auto const file = folder / "settings.db";
    REQUIRE(store(*SqliteRepository::open(file).value(), sample_record("bot")));
    auto const repository = SqliteRepository::open(file, reading_only).value();

    CHECK(repository->find(sample_record("bot").chatbot_id).value() != nullptr);
    CHECK(repository->list({}).value().records.size() == 1);
    CHECK(repository->changes(std::nullopt, 10).value().changes.size() == 1);
    CHECK(repository->check().value().empty());
    auto const refusal = "'" + file.string() +
                         "' was opened with SqliteOptions::read_only. Open it without to write.";
    auto const no_writes = std::span<Write const>();
    for (auto const& error :
         {store(*repository, sample_record("other")).error(), repository->write(no_writes).error(),
          repository->purge_erasures(Timestamp::max()).error()}) {
        CHECK(error.code() == Errc::storage_failed);
        CHECK(error.message() == refusal);
    }
    CHECK(repository->list({}).value().records.size() == 1);
}

TEST_CASE("A repository that only reads counts no commit and no checkpoint") {
    TemporaryFolder const folder;
    auto const file = folder / "settings.db";
    auto const writer = SqliteRepository::open(file).value();
    auto const repository = SqliteRepository::open(file, reading_only).value();
    REQUIRE(store(*writer, sample_record("bot")));
    REQUIRE(store(*repository, sample_record("other")) == Errc::storage_failed);
    auto const counters = repository->counters();
    CHECK(counters.commits == 0);
    CHECK(counters.checkpoints + counters.failed_checkpoints == 0);
    CHECK(counters.wal_bytes == writer->counters().wal_bytes);
}

TEST_CASE("A repository that only reads leaves the file as it was, and nothing beside it") {
    TemporaryFolder const folder;
    auto const file = folder / "settings.db";
    REQUIRE(store(*SqliteRepository::open(file).value(), sample_record("bot")));
    // A clock may be slower than this test, and a file system need not keep every time.
    std::filesystem::last_write_time(file, std::filesystem::last_write_time(file) -
                                               std::chrono::hours(1));
    auto const time = std::filesystem::last_write_time(file);
    {
        auto const repository = SqliteRepository::open(file, reading_only).value();
        CHECK(repository->list({}).value().records.size() == 1);
        CHECK(repository->check().value().empty());
    }
    CHECK((std::filesystem::last_write_time(file) == time)); // not every library can print it
    CHECK_FALSE(std::filesystem::exists(folder / "settings.db-wal"));
    CHECK_FALSE(std::filesystem::exists(folder / "settings.db-shm"));
}

TEST_CASE("A repository that only reads shows what a process that was killed has left in the WAL") {
    TemporaryFolder const folder;
    auto const file = folder / "settings.db";
    auto const copy = folder / "copy.db";
    {
        auto const writer = SqliteRepository::open(file).value();
        REQUIRE(store(*writer, sample_record("bot")));
        std::filesystem::copy_file(file, copy);
        std::filesystem::copy_file(folder / "settings.db-wal", folder / "copy.db-wal");
    }
    auto const repository = SqliteRepository::open(copy, reading_only).value();
    CHECK(repository->list({}).value().records.size() == 1);
}

TEST_CASE("A repository that only reads refuses a schema that is too new, also if it comes later") {
    TemporaryFolder const folder;
    auto const file = folder / "settings.db";
    REQUIRE(store(*SqliteRepository::open(file).value(), sample_record("bot")));
    auto const repository = SqliteRepository::open(file, reading_only).value();
    ForeignConnection(file).run(
        "UPDATE human_support_store SET schema_version = 1000, oldest_compatible = 1000");
    CHECK(repository->list({}) == Errc::schema_too_new);
    CHECK(SqliteRepository::open(file, reading_only) == Errc::schema_too_new);
}

TEST_CASE("A repository that only reads makes no file") {
    TemporaryFolder const folder;
    auto const opened = SqliteRepository::open(folder / "settings.db", reading_only);
    CHECK(opened == Errc::storage_failed);
    CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("A repository that only reads sees what others have written, and what they write later") {
    TemporaryFolder const folder;
    auto const file = folder / "settings.db";
    auto const writer = SqliteRepository::open(file).value();
    REQUIRE(store(*writer, sample_record("before"))); // is in the WAL alone
    auto const repository = SqliteRepository::open(file, reading_only).value();
    CHECK(repository->list({}).value().records.size() == 1);
    REQUIRE(store(*writer, sample_record("later")));
    CHECK(repository->list({}).value().records.size() == 2);
}

TEST_CASE("A repository that only reads sees writers that come after it") {
    TemporaryFolder const folder;
    auto const file = folder / "settings.db";
    REQUIRE(SqliteRepository::open(file));
    auto const repository = SqliteRepository::open(file, reading_only).value();
    REQUIRE(store(*SqliteRepository::open(file).value(), sample_record("bot")));
    CHECK(repository->list({}).value().records.size() == 1);
}

TEST_CASE("Files of schema version 2 and newer are read as they are, and others are refused") {
    constexpr int oldest_readable = 2;
    for (int version = 1; std::filesystem::exists(kept_file(version)); ++version) {
        INFO("version " << version);
        TemporaryFolder const folder;
        auto const file = folder / "settings.db";
        std::filesystem::copy_file(kept_file(version), file);
        auto const repository = SqliteRepository::open(file, reading_only);
        if (version < oldest_readable) {
            REQUIRE(repository == Errc::storage_failed);
            CHECK(repository.error().message() ==
                  "'" + file.string() +
                      "' has schema version 1; only version 2 and newer ones can be read without "
                      "writing. Open it once where it can be written, which brings it to version "
                      "3.");
        } else {
            REQUIRE(repository);
            require_same_content(**repository, *kept_content());
            CHECK((*repository)->check().value().empty());
        }
        CHECK(ForeignConnection(file).ask("SELECT schema_version FROM human_support_store") ==
              std::to_string(version));
    }
}

TEST_CASE("A file that is only read can be backed up") {
    TemporaryFolder const folder;
    auto const file = folder / "settings.db";
    std::filesystem::copy_file(kept_file(2), file);
    REQUIRE(SqliteRepository::open(file, reading_only).value()->backup(folder / "copy.db"));
    auto const copy = SqliteRepository::open(folder / "copy.db").value();
    require_same_content(*copy, *kept_content());
}
