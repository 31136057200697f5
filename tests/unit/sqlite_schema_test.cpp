// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/sqlite_repository.hpp>

#include "schema_versions/kept_files.hpp"
#include "support/catch.hpp"
#include "support/foreign_connection.hpp"
#include "support/sample_record.hpp"
#include "support/statement_watch.hpp"
#include "support/temporary_folder.hpp"
#include "support/without_epoch.hpp"

#include <human_support/settings_fields.hpp>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace human_support;

namespace {

using Findings = std::vector<std::string>;

/// A new file of this version's schema.
std::filesystem::path new_file(TemporaryFolder const& folder) {
    auto const file = folder / "settings.db";
    REQUIRE(SqliteRepository::open(file));
    return file;
}

/// A copy of the file that is kept for a schema version.
std::filesystem::path copy_of_kept_file(int version, TemporaryFolder const& folder) {
    auto const file = folder / "settings.db";
    std::filesystem::copy_file(kept_file(version), file);
    return file;
}

std::string epoch_in(std::filesystem::path const& file) {
    return ForeignConnection(file).ask("SELECT epoch FROM human_support_store");
}

int schema_version_in(std::filesystem::path const& file) {
    return std::stoi(ForeignConnection(file).ask("SELECT schema_version FROM human_support_store"));
}

int current_schema_version() {
    TemporaryFolder const folder;
    return schema_version_in(new_file(folder));
}

/// What a newer version may do to a file and still leave it usable: columns, a table, an index, and
/// checksums, as `record_checksum.hpp` describes them, that cover one setting more.
void upgrade_compatibly(std::filesystem::path const& file) {
    ForeignConnection newer(file);
    newer.run("BEGIN;"
              "ALTER TABLE human_support_settings ADD COLUMN later TEXT NOT NULL DEFAULT 'default';"
              "ALTER TABLE human_support_erasures ADD COLUMN later INTEGER NOT NULL DEFAULT 7;"
              "ALTER TABLE human_support_store ADD COLUMN later TEXT;"
              "CREATE TABLE human_support_later (x TEXT) STRICT;"
              "CREATE INDEX human_support_settings_later ON human_support_settings (later);"
              "UPDATE human_support_store SET schema_version = 1000, later = 'kept';"
              "UPDATE human_support_settings SET later = 'kept ' || chatbot_id, "
              "checksum = (checksum & ~255) | " +
              std::to_string(settings_field_count + 1) +
              ";"
              "UPDATE human_support_erasures SET later = 42;"
              "COMMIT");
}

void upgrade_incompatibly(std::filesystem::path const& file) {
    ForeignConnection(file).run(
        "UPDATE human_support_store SET schema_version = 1009, oldest_compatible = 1007");
}

void rename_column(std::filesystem::path const& file) {
    ForeignConnection(file).run(
        "ALTER TABLE human_support_settings RENAME COLUMN updated_by TO later");
}

void check_too_new(Error const& error, std::filesystem::path const& file) {
    CHECK(error.code() == Errc::schema_too_new);
    CHECK(error.message() == "'" + file.string() +
                                 "' has schema version 1009, which needs code for version 1007 or "
                                 "newer; this is version " +
                                 std::to_string(current_schema_version()) +
                                 ". Upgrade this program.");
}

/// While it lives, does something once, just before any connection begins to write.
class BeforeNextWriteTransaction {
public:
    explicit BeforeNextWriteTransaction(std::function<void()> action) {
        watch_.before = [action = std::move(action)](std::string_view sql) mutable {
            if (sql == "BEGIN IMMEDIATE" && action) {
                std::exchange(action, nullptr)();
            }
        };
    }

private:
    StatementWatch watch_;
};

} // namespace

TEST_CASE("A file of each released schema version is read, to the last field, and written") {
    for (int version = 1; version <= current_schema_version(); ++version) {
        INFO("version " << version);
        REQUIRE(std::filesystem::exists(kept_file(version)));
        TemporaryFolder const folder;
        auto const file = copy_of_kept_file(version, folder);
        REQUIRE(schema_version_in(file) == version);
        auto const expected = kept_content();
        {
            auto const repository = SqliteRepository::open(file, {.create = false}).value();
            require_same_content(*repository, *expected);
            CHECK(repository->check().value() == Findings{});
        }
        CHECK(schema_version_in(file) == current_schema_version());

        auto const repository = SqliteRepository::open(file).value();
        auto changed = kept_record("every-setting", "Acme");
        changed.settings.positive_feedback_prompt = "changed";
        for (auto const& write : {Write::store(changed, Revision{1}),
                                  Write::store(kept_record("erased", "acme"), Absent{}),
                                  Write::store(sample_record("new"), Absent{}),
                                  Write::erase(kept_record("defaults", "acme").chatbot_id)}) {
            auto const revision = expected->write(write).value().revision;
            CHECK(repository->write(write).value().revision == revision);
        }
        require_same_content(*repository, *expected);
        CHECK(repository->check().value() == Findings{});
    }
}

TEST_CASE("A new store has given no revision yet, and gives 1 first") {
    TemporaryFolder const folder;
    auto const repository = SqliteRepository::open(folder / "settings.db").value();
    CHECK(repository->changes(std::nullopt, 0).value().mark.revision == no_revision);
    CHECK(store(*repository, sample_record("bot")).value() == 1);
}

TEST_CASE("A migration renews the epoch, and opening a file of this version does not") {
    for (int version = 1; version <= current_schema_version(); ++version) {
        INFO("version " << version);
        TemporaryFolder const folder;
        auto const file = copy_of_kept_file(version, folder);
        auto const before = epoch_in(file);
        REQUIRE(SqliteRepository::open(file));
        CHECK((epoch_in(file) == before) == (version == current_schema_version()));
    }
}

TEST_CASE("A file of this version can still be used by code for schema version 2") {
    TemporaryFolder const folder;
    auto const file = new_file(folder);
    CHECK(ForeignConnection(file).ask("SELECT oldest_compatible FROM human_support_store") == "2");
}

TEST_CASE("A file that others make or migrate just before is taken as they leave it") {
    TemporaryFolder const folder;
    auto const file = folder / "settings.db";
    SECTION("a new one") {}
    SECTION("an older one") { std::filesystem::copy_file(kept_file(1), file); }
    std::string epoch;
    BeforeNextWriteTransaction const others([&] {
        REQUIRE(SqliteRepository::open(file));
        epoch = epoch_in(file);
    });
    REQUIRE(SqliteRepository::open(file));
    CHECK(epoch_in(file) == epoch);
}

TEST_CASE("A file that needs newer code is refused by name and number") {
    TemporaryFolder const folder;
    SECTION("when it is opened") {
        auto const file = new_file(folder);
        upgrade_incompatibly(file);
        auto const opened = SqliteRepository::open(file);
        REQUIRE_FALSE(opened);
        check_too_new(opened.error(), file);
    }
    SECTION("when it comes to that while it is opened") {
        auto const file = copy_of_kept_file(1, folder);
        BeforeNextWriteTransaction const others([&] { upgrade_incompatibly(file); });
        auto const opened = SqliteRepository::open(file);
        REQUIRE_FALSE(opened);
        check_too_new(opened.error(), file);
    }
    SECTION("when it comes to that while it is open, by writes") {
        auto const file = new_file(folder);
        auto const repository = SqliteRepository::open(file).value();
        upgrade_incompatibly(file);
        check_too_new(store(*repository, sample_record("bot")).error(), file);
        check_too_new(repository->purge_erasures(Timestamp{}).error(), file);
        CHECK(ForeignConnection(file).ask("SELECT count(*) FROM human_support_settings") == "0");
    }
    SECTION("when it comes to that while it is open, by reads") {
        auto const file = new_file(folder);
        auto const repository = SqliteRepository::open(file, {.readers = 1}).value();
        REQUIRE(repository->list({}));
        upgrade_incompatibly(file);
        SECTION("that would have succeeded") {}
        SECTION("that would have failed") { rename_column(file); }
        for (int i = 0; i < 2; ++i) {
            check_too_new(repository->find(sample_record("bot").chatbot_id).error(), file);
            check_too_new(repository->list({}).error(), file);
            check_too_new(repository->changes(std::nullopt, 10).error(), file);
        }
    }
}

TEST_CASE("Tables that are of another version and do not say so are not called damaged") {
    TemporaryFolder const folder;
    auto const file = new_file(folder);
    auto const repository = SqliteRepository::open(file).value();
    rename_column(file);
    auto const error = repository->list({}).error();
    CHECK(error.code() == Errc::storage_failed);
    CHECK(error.message() ==
          "'" + file.string() +
              "' cannot be used: no such column: updated_by. Its tables or the SQLite that was "
              "found are of another version. Use those that belong to this program.");
}

TEST_CASE("A table of another program that has one of our names is not called damage") {
    TemporaryFolder const folder;
    auto const file = folder / "other.db";
    auto const name = GENERATE(as<std::string>{}, "human_support_store", "human_support_settings",
                               "Human_Support_Erasures");
    auto const mode = GENERATE(as<std::string>{}, "delete", "wal");
    ForeignConnection(file).run("PRAGMA journal_mode = " + mode + "; CREATE TABLE " + name +
                                " (id INTEGER, name TEXT)");
    auto const options =
        GENERATE(SqliteOptions{}, SqliteOptions{.create = false}, SqliteOptions{.read_only = true});
    auto const error = SqliteRepository::open(file, options).error();
    CHECK(error.code() == Errc::storage_failed);
    CHECK(error.message() == "'" + file.string() + "' has a table '" + name +
                                 "' of another program. Choose another file, or rename that "
                                 "table.");
    CHECK(ForeignConnection(file).ask("PRAGMA journal_mode") == mode);
}

TEST_CASE("A database of another program stays as it is if our tables must not be made") {
    TemporaryFolder const folder;
    auto const file = folder / "other.db";
    auto const mode = GENERATE(as<std::string>{}, "delete", "wal");
    ForeignConnection(file).run("PRAGMA journal_mode = " + mode + "; CREATE TABLE of_the_host (x)");
    auto const options = GENERATE(SqliteOptions{.create = false}, SqliteOptions{.read_only = true});
    auto const error = SqliteRepository::open(file, options).error();
    CHECK(error.code() == Errc::storage_failed);
    CHECK(error.message().find("holds no human support settings") != std::string::npos);
    CHECK(ForeignConnection(file).ask("PRAGMA journal_mode") == mode);
}

TEST_CASE("A file of a newer schema that is compatible is used, and keeps what is unknown") {
    TemporaryFolder const folder;
    auto const file = new_file(folder);
    auto repository = SqliteRepository::open(file).value();
    for (auto const* chatbot_id : {"changed", "erased", "made-again", "untouched"}) {
        REQUIRE(store(*repository, sample_record(chatbot_id)));
    }
    auto const erase = [&](std::string_view chatbot_id) {
        auto const write = Write::erase(ChatbotId::parse(chatbot_id).value());
        REQUIRE(repository->write(write));
    };
    erase("erased");
    SECTION("which it became while it is open") { upgrade_compatibly(file); }
    SECTION("which it was when it was opened") {
        repository.reset();
        upgrade_compatibly(file);
        auto const epoch = epoch_in(file);
        repository = SqliteRepository::open(file).value();
        CHECK(epoch_in(file) == epoch);
    }

    auto changed = sample_record("changed");
    changed.settings.positive_feedback_prompt = "changed";
    changed.revision = store(*repository, changed).value();
    erase("made-again");
    REQUIRE(store(*repository, sample_record("made-again")));

    CHECK(without_epoch(**repository->find(changed.chatbot_id)) == changed);
    CHECK(repository->list({}).value().records.size() == 3);
    CHECK(repository->changes(std::nullopt, 10).value().changes.size() == 4);
    CHECK(repository->check().value() == Findings{});
    ForeignConnection newer(file);
    CHECK(newer.ask("SELECT group_concat(chatbot_id || ': ' || later, ', ') "
                    "FROM (SELECT * FROM human_support_settings ORDER BY chatbot_id)") ==
          "changed: kept changed, made-again: default, untouched: kept untouched");
    CHECK(newer.ask("SELECT later FROM human_support_erasures WHERE chatbot_id = 'erased'") ==
          "42");
    CHECK(newer.ask("SELECT later || schema_version FROM human_support_store") == "kept1000");
}

TEST_CASE("Tables that another connection makes while a file is opened are found") {
    TemporaryFolder const folder;
    StatementWatch watch;
    int looks = 0; // for our tables: before the file is turned to WAL mode, and after
    watch.before = [&](std::string_view sql) {
        if (sql.find("FROM sqlite_schema") != std::string_view::npos && ++looks == 2) {
            REQUIRE(SqliteRepository::open(folder / "settings.db"));
        }
    };
    auto const opened = SqliteRepository::open(folder / "settings.db");
    CHECK(opened);
    CHECK(looks >= 2);
}
