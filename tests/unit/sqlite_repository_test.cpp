// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/sqlite_repository.hpp>

#include "support/catch.hpp"
#include "support/foreign_connection.hpp"
#include "support/sample_record.hpp"
#include "support/temporary_folder.hpp"

#include <sqlite3.h>

#include <fstream>
#include <limits>
#include <memory>
#include <string>
#include <thread>
#include <vector>

using namespace human_support;

namespace {

Error open_error(std::filesystem::path const& file, SqliteOptions const& options = {}) {
    auto const opened = SqliteRepository::open(file, options);
    REQUIRE_FALSE(opened);
    return opened.error();
}

} // namespace

TEST_CASE("What was written is there after the file was opened again") {
    TemporaryFolder const folder;
    auto const file = folder / "settings.db";
    auto expected = sample_record("bot");
    expected.revision = store(**SqliteRepository::open(file), expected).value();
    auto const reopened = SqliteRepository::open(file).value();
    expected.epoch = reopened->changes(std::nullopt, 0).value().mark.epoch;
    REQUIRE(**reopened->find(expected.chatbot_id) == expected);
}

TEST_CASE("An open file does not depend on the working directory") {
    TemporaryFolder const folder;
    auto const before = std::filesystem::current_path();
    std::filesystem::current_path(folder.path());
    auto const repository = SqliteRepository::open("settings.db", {.readers = 2}).value();
    std::filesystem::current_path(before);
    std::vector<std::jthread> threads; // so that more readers are opened than the first
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int reads = 0; reads < 100; ++reads) {
                if (!repository->find(sample_record("bot").chatbot_id)) {
                    std::terminate();
                }
            }
        });
    }
    threads.clear();
    REQUIRE(store(*repository, sample_record("bot")));
}

TEST_CASE("A file that cannot be used is refused by name, and left as it was") {
    TemporaryFolder const folder;
    SECTION("a folder") {
        auto const error = open_error(folder.path());
        REQUIRE(error.code() == Errc::storage_failed);
        REQUIRE(error.message() ==
                "'" + folder.path().string() + "' is a folder. Choose a file in it.");
    }
    SECTION("a file in a folder that does not exist") {
        auto const error = open_error(folder.path() / "missing" / "settings.db");
        REQUIRE(error.code() == Errc::storage_failed);
        REQUIRE(error.message().find("folder that does not exist") != std::string::npos);
    }
    SECTION("a missing file that is not to be made") {
        auto const error = open_error(folder / "settings.db", {.create = false});
        REQUIRE(error.code() == Errc::storage_failed);
        REQUIRE(error.message().find("settings.db' does not exist") != std::string::npos);
        REQUIRE_FALSE(std::filesystem::exists(folder / "settings.db"));
    }
    SECTION("an empty file that is not to be filled") {
        std::ofstream(folder / "empty.db").close();
        auto const error = open_error(folder / "empty.db", {.create = false});
        REQUIRE(error.code() == Errc::storage_failed);
        REQUIRE(error.message().find("holds no human support settings") != std::string::npos);
    }
    SECTION("a file that is no database") {
        std::string const text(5000, 'x');
        std::ofstream(folder / "text.db") << text;
        auto const error = open_error(folder / "text.db");
        REQUIRE(error.code() == Errc::storage_corrupt);
        REQUIRE(error.message().find("text.db' cannot be used: file is not a database") !=
                std::string::npos);
        std::ifstream read(folder / "text.db");
        REQUIRE(std::string(std::istreambuf_iterator<char>(read), {}) == text);
    }
    SECTION("no name at all") {
        REQUIRE(open_error("").code() == Errc::invalid_argument);
        REQUIRE(open_error(std::string("a\0b", 3)).code() == Errc::invalid_argument);
    }
}

TEST_CASE("Options out of range are refused") {
    TemporaryFolder const folder;
    auto const options = GENERATE(
        SqliteOptions{.readers = 0}, SqliteOptions{.readers = SqliteOptions::max_readers + 1},
        SqliteOptions{.page_cache = std::size_t{1} << 41}, SqliteOptions{.wal_autocheckpoint = 0},
        SqliteOptions{.busy_timeout = std::chrono::milliseconds(-1)},
        SqliteOptions{.busy_timeout = std::chrono::milliseconds(std::int64_t{1} << 32)});
    REQUIRE(open_error(folder / "settings.db", options).code() == Errc::invalid_argument);
}

TEST_CASE("Options at the ends of their ranges are taken") {
    TemporaryFolder const folder;
    constexpr int most = std::numeric_limits<int>::max();
    for (auto const& options :
         {SqliteOptions{.readers = 1}, SqliteOptions{.page_cache = 0},
          SqliteOptions{.page_cache = (std::size_t{most} << 10) + 1023},
          SqliteOptions{.wal_autocheckpoint = 1},
          SqliteOptions{.wal_autocheckpoint = std::numeric_limits<std::size_t>::max()},
          SqliteOptions{.busy_timeout = std::chrono::milliseconds(0)},
          SqliteOptions{.busy_timeout = std::chrono::milliseconds(most)}}) {
        CAPTURE(options.page_cache, options.wal_autocheckpoint, options.busy_timeout.count());
        auto const repository = SqliteRepository::open(folder / "settings.db", options);
        REQUIRE(repository);
        REQUIRE(store(**repository, sample_record("bot")));
    }
}

TEST_CASE("A file that another connection holds beyond the busy timeout is busy, then usable") {
    TemporaryFolder const folder;
    auto const file = folder / "settings.db";
    SqliteOptions const options{.busy_timeout = std::chrono::milliseconds(20)};
    auto const repository = SqliteRepository::open(file, options).value();
    REQUIRE(store(*repository, sample_record("before")));
    ForeignConnection other(file);
    other.run("BEGIN IMMEDIATE");
    auto const refused = store(*repository, sample_record("refused"));
    REQUIRE(refused.error().code() == Errc::busy);
    REQUIRE(
        **repository->find(sample_record("before").chatbot_id) ==
        **SqliteRepository::open(file, options).value()->find(sample_record("before").chatbot_id));
    other.run("COMMIT");
    REQUIRE(*repository->find(sample_record("refused").chatbot_id) == nullptr);
    REQUIRE(store(*repository, sample_record("after")));
}

TEST_CASE("Opening a file that another connection holds ends in busy") {
    TemporaryFolder const folder;
    auto const lock = GENERATE(as<std::string>{}, "BEGIN EXCLUSIVE", "BEGIN IMMEDIATE");
    ForeignConnection other(folder / "settings.db");
    other.run("CREATE TABLE of_the_host (x);" + lock);
    auto const error =
        open_error(folder / "settings.db", {.busy_timeout = std::chrono::milliseconds(20)});
    REQUIRE(error.code() == Errc::busy);
    REQUIRE(error.message().find("settings.db") != std::string::npos);
}

TEST_CASE("Many connections that open a new file at once all succeed") {
    for (int round = 0; round < 10; ++round) {
        TemporaryFolder const folder;
        std::vector<Result<std::unique_ptr<SqliteRepository>>> opened;
        for (int i = 0; i < 16; ++i) {
            opened.emplace_back(Errc::busy);
        }
        std::vector<std::jthread> threads;
        for (auto& repository : opened) {
            threads.emplace_back(
                [&] { repository = SqliteRepository::open(folder / "settings.db"); });
        }
        threads.clear();
        for (auto const& repository : opened) {
            REQUIRE(repository);
        }
    }
}

TEST_CASE("A file of the host's keeps what is the host's") {
    TemporaryFolder const folder;
    auto const file = folder / "host.db";
    ForeignConnection host(file);
    host.run("PRAGMA user_version = 17; PRAGMA application_id = 23;"
             "CREATE TABLE visits (x); INSERT INTO visits VALUES (42)");
    REQUIRE(store(**SqliteRepository::open(file), sample_record("bot")));
    REQUIRE(host.ask("PRAGMA user_version") == "17");
    REQUIRE(host.ask("PRAGMA application_id") == "23");
    REQUIRE(host.ask("SELECT x FROM visits") == "42");
    REQUIRE(host.ask("SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE 'human_support_%' AND "
                     "name NOT LIKE 'sqlite_%'") == "1");
}

TEST_CASE("A file is switched to WAL mode, and a person can read its tables") {
    TemporaryFolder const folder;
    auto const file = folder / "settings.db";
    auto stored = sample_record("bot");
    stored.settings.lead_notification_email = {"a@example.com", "b@example.com"};
    REQUIRE(store(**SqliteRepository::open(file), stored));
    ForeignConnection shell(file);
    REQUIRE(shell.ask("PRAGMA journal_mode") == "wal");
    REQUIRE(shell.ask("SELECT lead_notification_email FROM human_support_settings") ==
            R"(["a@example.com","b@example.com"])");
    REQUIRE(shell.ask("SELECT strict FROM pragma_table_list('human_support_settings')") == "1");
}

TEST_CASE("Damaged rows are an error, never wrong settings") {
    TemporaryFolder const folder;
    auto const file = folder / "settings.db";
    auto const repository = SqliteRepository::open(file).value();
    REQUIRE(store(*repository, sample_record("bot")));
    auto const damage = GENERATE(as<std::string>{}, "id = 'no UUID'", "account_id = ''",
                                 "lead_notification_email = '[1]'",
                                 "lead_notification_email = '{}'", "lead_notification_email = '['");
    INFO(damage);
    ForeignConnection(file).run("UPDATE human_support_settings SET " + damage);
    REQUIRE(repository->find(sample_record("bot").chatbot_id).error().code() ==
            Errc::storage_corrupt);
    REQUIRE(repository->list({}).error().code() == Errc::storage_corrupt);
    REQUIRE(repository->changes(std::nullopt, 10).error().code() == Errc::storage_corrupt);
}

TEST_CASE("Each write that finds the counter behind the records is refused, and stores nothing") {
    TemporaryFolder const folder;
    auto const file = folder / "settings.db";
    auto const repository = SqliteRepository::open(file).value();
    REQUIRE(store(*repository, sample_record("bot")));
    ForeignConnection(file).run("UPDATE human_support_store SET last_revision = 0");
    REQUIRE(store(*repository, sample_record("other")).error().code() == Errc::storage_corrupt);
    REQUIRE(*repository->find(sample_record("other").chatbot_id) == nullptr);
}

TEST_CASE("A write that finds no revision left is refused, and stores nothing") {
    TemporaryFolder const folder;
    auto const file = folder / "settings.db";
    auto const repository = SqliteRepository::open(file).value();
    REQUIRE(store(*repository, sample_record("bot")));
    ForeignConnection(file).run(
        "UPDATE human_support_store SET last_revision = 9223372036854775806");
    std::vector const batch{Write::store(sample_record("last"), Anything{}),
                            Write::store(sample_record("too-late"), Anything{})};
    REQUIRE(repository->write(batch).error().code() == Errc::storage_corrupt);
    REQUIRE(*repository->find(sample_record("last").chatbot_id) == nullptr);
    REQUIRE(store(*repository, sample_record("last")).value() ==
            std::numeric_limits<Revision>::max());
    REQUIRE(store(*repository, sample_record("bot")).error().code() == Errc::storage_corrupt);
}

TEST_CASE("Emails that were erased or replaced are not left in the file") {
    TemporaryFolder const folder;
    auto const file = folder / "settings.db";
    {
        auto const repository = SqliteRepository::open(file).value();
        for (int i = 0; i < 200; ++i) {
            auto record = sample_record("bot-" + std::to_string(i));
            record.settings.lead_notification_email = {"secret-address@example.com"};
            store(*repository, record).value();
            record.settings.lead_notification_email = {};
            auto const replace_or_erase =
                i % 2 == 0 ? Write::store(record, Anything{}) : Write::erase(record.chatbot_id);
            REQUIRE(repository->write(replace_or_erase));
        }
    }
    std::ifstream stream(file, std::ios::binary);
    std::string const content(std::istreambuf_iterator<char>(stream), {});
    REQUIRE(content.find("bot-199") != std::string::npos); // the erasure itself is remembered
    REQUIRE(content.find("secret-address") == std::string::npos);
}

TEST_CASE("SQLite's memory statistics are turned off before SQLite is used, or not at all") {
    TemporaryFolder const folder;
    REQUIRE(SqliteRepository::open(folder / "settings.db"));
    auto const refused = disable_sqlite_memory_statistics();
    REQUIRE(refused.error().code() == Errc::invalid_argument);

    // As in a process that has just begun: nothing here has a file open.
    REQUIRE(sqlite3_shutdown() == SQLITE_OK);
    REQUIRE(disable_sqlite_memory_statistics());
    REQUIRE(store(*SqliteRepository::open(folder / "settings.db").value(), sample_record("bot")));
    REQUIRE(sqlite3_memory_used() == 0);

    REQUIRE(sqlite3_shutdown() == SQLITE_OK);
    REQUIRE(sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 1) == SQLITE_OK);
}

TEST_CASE("The versions of SQLite that have the fix of the WAL-reset bug are known") {
    for (int const version :
         {3'007'000, 3'040'001, 3'044'005, 3'045'000, 3'046'001, 3'050'006, 3'051'000, 3'051'002}) {
        INFO(version);
        CHECK_FALSE(sqlite_has_wal_reset_fix(version));
    }
    for (int const version : {3'044'006, 3'044'999, 3'050'007, 3'051'003, 3'052'000, 3'053'004}) {
        INFO(version);
        CHECK(sqlite_has_wal_reset_fix(version));
    }
    CHECK(sqlite_has_wal_reset_fix() == sqlite_has_wal_reset_fix(sqlite3_libversion_number()));
}
