// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/sqlite_repository.hpp>

#include <human_support/settings_fields.hpp>

#include "support/catch.hpp"
#include "support/foreign_connection.hpp"
#include "support/sample_record.hpp"
#include "support/temporary_folder.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace human_support;

namespace {

/// A file with three records and an erasure.
void make_file(std::filesystem::path const& file) {
    auto const repository = SqliteRepository::open(file).value();
    for (auto const* bot : {"first", "second", "third", "erased"}) {
        store(*repository, sample_record(bot)).value();
    }
    auto const erasure = Write::erase(sample_record("erased").chatbot_id);
    REQUIRE(repository->write(erasure));
}

} // namespace

TEST_CASE("A sound file has no findings") {
    TemporaryFolder const folder;
    REQUIRE(SqliteRepository::open(folder / "empty.db").value()->check().value().empty());
    make_file(folder / "settings.db");
    REQUIRE(SqliteRepository::open(folder / "settings.db").value()->check().value().empty());
}

TEST_CASE("A file that breaks a promise of the store has a finding that says which") {
    struct Row {
        std::string sql;
        std::string finding;
    };
    auto const row = GENERATE(values<Row>(
        {{"UPDATE human_support_settings SET lead_notification = 1 - lead_notification "
          "WHERE chatbot_id = 'second'",
          "holds a damaged record of chatbot 'second'"},
         {"UPDATE human_support_settings SET account_id = 'not an id' "
          "WHERE chatbot_id = 'second'",
          "holds a record with a damaged id"},
         {"UPDATE human_support_settings SET revision = 0 WHERE chatbot_id = 'first'",
          "The chatbot 'first' has a revision that the change feed cannot reach."},
         {"UPDATE human_support_erasures SET revision = 99",
          "The chatbot 'erased' has a revision that the change feed cannot reach."},
         {"UPDATE human_support_erasures SET revision = 3",
          "The chatbot 'third' shares its revision with another chatbot."},
         {"INSERT INTO human_support_erasures VALUES ('first', 4, 0)",
          "The chatbot 'first' has a record and an erasure."},
         {"UPDATE human_support_erasures SET chatbot_id = 'not an id'",
          "The chatbot 'not an id' was erased, but its id is not valid."},
         {"UPDATE human_support_store SET epoch = 0",
          "The table human_support_store must have one row."},
         {"DELETE FROM human_support_store", "The table human_support_store must have one row."}}));
    CAPTURE(row.sql);
    TemporaryFolder const folder;
    make_file(folder / "settings.db");
    // The way in is open before the damage is done, as it is to a disk that goes bad.
    auto const repository = SqliteRepository::open(folder / "settings.db").value();
    ForeignConnection(folder / "settings.db").run(row.sql);
    auto const findings = repository->check().value();
    CAPTURE(findings);
    REQUIRE(std::any_of(findings.begin(), findings.end(), [&](std::string const& finding) {
        return finding.find(row.finding) != std::string::npos;
    }));
}

TEST_CASE("A damaged record is an error that names the file, and never settings") {
    TemporaryFolder const folder;
    auto const file = folder / "settings.db";
    make_file(file);
    auto const column = GENERATE(as<std::string>{}, "updated_by", "positive_feedback_prompt",
                                 "lead_notification_email", "created_at", "revision", "checksum");
    CAPTURE(column);
    ForeignConnection(file).run(
        "UPDATE human_support_settings SET " + column + " = " +
        (column == "created_at" || column == "revision" || column == "checksum" ? column + " + 256"
                                                                                : "'[\"x\"]'") +
        " WHERE chatbot_id = 'second'");
    auto const repository = SqliteRepository::open(file).value();
    auto const expected =
        "'" + file.string() + "' holds a damaged record of chatbot 'second'. Restore a backup.";
    for (auto const& error :
         {repository->find(sample_record("second").chatbot_id).error(),
          repository->list({}).error(), repository->changes(std::nullopt, 10).error()}) {
        REQUIRE(error.code() == Errc::storage_corrupt);
        REQUIRE(error.message() == expected);
    }
    REQUIRE(*repository->find(sample_record("first").chatbot_id));
}

TEST_CASE("An erasure whose chatbot id is damaged is an error in the feed") {
    TemporaryFolder const folder;
    auto const file = folder / "settings.db";
    make_file(file);
    ForeignConnection(file).run("UPDATE human_support_erasures SET chatbot_id = 'not an id'");
    auto const error = SqliteRepository::open(file).value()->changes(std::nullopt, 10).error();
    REQUIRE(error.code() == Errc::storage_corrupt);
    REQUIRE(error.message() ==
            "'" + file.string() +
                "' holds an erasure with a damaged chatbot id. Restore a backup.");
}

TEST_CASE("A check of a file with thousands of faults names some hundred") {
    TemporaryFolder const folder;
    auto const repository = SqliteRepository::open(folder / "settings.db").value();
    std::vector<Write> writes;
    for (int i = 0; i < 1000; ++i) {
        writes.push_back(Write::store(sample_record("bot-" + std::to_string(i)), Absent{}));
    }
    REQUIRE(repository->write(writes));
    ForeignConnection(folder / "settings.db")
        .run("UPDATE human_support_settings SET updated_by = 'x', revision = -revision");
    auto const findings = repository->check().value();
    REQUIRE(findings.size() == 200);
}

TEST_CASE("A checksum that covers settings of a newer version is taken on trust, if it is one") {
    TemporaryFolder const folder;
    auto const file = folder / "settings.db";
    make_file(file);
    ForeignConnection foreign(file);
    auto const repository = SqliteRepository::open(file).value();
    auto const find = [&] { return repository->find(sample_record("first").chatbot_id); };
    auto const newer = std::to_string(settings_field_count + 1);
    foreign.run("UPDATE human_support_settings SET checksum = (checksum & ~255) | " + newer);
    REQUIRE(find());
    foreign.run("UPDATE human_support_settings SET checksum = (checksum & ~65535) | " + newer);
    REQUIRE(find().error().code() == Errc::storage_corrupt);
    foreign.run("UPDATE human_support_settings SET checksum = ~checksum");
    REQUIRE(find().error().code() == Errc::storage_corrupt);
    foreign.run("UPDATE human_support_settings SET checksum = 0");
    REQUIRE(find().error().code() == Errc::storage_corrupt);
}

TEST_CASE("A record of schema version 1 has no checksum, until it is written again") {
    TemporaryFolder const folder;
    auto const file = folder / "settings.db";
    make_file(file);
    ForeignConnection foreign(file);
    foreign.run("UPDATE human_support_settings SET checksum = NULL");
    auto const repository = SqliteRepository::open(file).value();
    REQUIRE(*repository->find(sample_record("first").chatbot_id));
    REQUIRE(repository->check().value().empty());
    REQUIRE(store(*repository, sample_record("first")));
    REQUIRE(foreign.ask("SELECT checksum NOT NULL FROM human_support_settings "
                        "WHERE chatbot_id = 'first'") == "1");
}

TEST_CASE("A store without its counter is damaged, for readers and writers alike") {
    TemporaryFolder const folder;
    auto const file = folder / "settings.db";
    make_file(file);
    auto const repository = SqliteRepository::open(file).value();
    ForeignConnection(file).run("DELETE FROM human_support_store");
    for (auto const& error :
         {repository->changes(std::nullopt, 10).error(),
          store(*repository, sample_record("new")).error(), SqliteRepository::open(file).error()}) {
        REQUIRE(error.code() == Errc::storage_corrupt);
        REQUIRE(error.message().find(file.string()) != std::string::npos);
    }
}
