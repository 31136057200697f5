// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/sqlite_repository.hpp>
#include <human_support/testing/conformance/threads.hpp>

#include "support/catch.hpp"
#include "support/foreign_connection.hpp"
#include "support/sample_record.hpp"
#include "support/temporary_folder.hpp"
#include "support/without_epoch.hpp"

#include <atomic>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace human_support;

namespace {

/// A repository of a few hundred pages.
std::unique_ptr<SqliteRepository> large_repository(std::filesystem::path const& file) {
    auto repository = SqliteRepository::open(file).value();
    std::vector<Write> writes;
    for (int i = 0; i < 500; ++i) {
        auto record = sample_record("bot-" + std::to_string(i));
        record.settings.human_support_confirmation_message = std::string(2000, 'm');
        writes.push_back(Write::store(std::move(record), Absent{}));
    }
    for (auto const& result : repository->write(writes).value()) {
        REQUIRE(result);
    }
    return repository;
}

std::vector<std::string> files_in(TemporaryFolder const& folder) {
    std::vector<std::string> names;
    for (auto const& entry : std::filesystem::directory_iterator(folder.path())) {
        names.push_back(entry.path().filename().string());
    }
    return names;
}

} // namespace

TEST_CASE("A backup is the store as it was when it began, while writes go on") {
    TemporaryFolder const folder;
    TemporaryFolder const elsewhere;
    auto const repository = large_repository(folder / "settings.db");
    std::vector<std::pair<std::uint64_t, std::uint64_t>> progress;
    REQUIRE(repository->backup(elsewhere / "copy.db", [&](std::uint64_t copied, std::uint64_t all) {
        progress.emplace_back(copied, all);
        store(*repository, sample_record("written-meanwhile-" + std::to_string(progress.size())))
            .value();
        REQUIRE(repository->write(std::vector{Write::erase(sample_record("bot-7").chatbot_id)}));
    }));
    REQUIRE(files_in(elsewhere) == std::vector<std::string>{"copy.db"});

    REQUIRE(progress.size() > 1);
    for (std::size_t i = 1; i < progress.size(); ++i) {
        REQUIRE(progress[i].first > progress[i - 1].first);
        REQUIRE(progress[i].second == progress[0].second);
    }
    REQUIRE(progress.back().first == progress.back().second);

    auto const copy = SqliteRepository::open(elsewhere / "copy.db", {.create = false}).value();
    REQUIRE(copy->check().value().empty());
    auto const records = copy->list({.limit = 1000}).value().records;
    REQUIRE(records.size() == 500);
    REQUIRE(copy->changes(std::nullopt, 0).value().mark.revision == 500);
    for (auto const& record : records) {
        auto const original = *repository->find(record->chatbot_id);
        REQUIRE((original ? without_epoch(*original) == without_epoch(*record)
                          : record->chatbot_id.str() == "bot-7"));
    }
}

TEST_CASE("A mark of the store is foreign to its backup") {
    TemporaryFolder const folder;
    auto const repository = SqliteRepository::open(folder / "settings.db").value();
    store(*repository, sample_record("bot")).value();
    auto const mark = repository->changes(std::nullopt, 10).value().mark;
    REQUIRE(repository->backup(folder / "copy.db"));
    REQUIRE(repository->backup(folder / "second.db"));
    auto const copy = SqliteRepository::open(folder / "copy.db").value();
    auto const second = SqliteRepository::open(folder / "second.db").value();
    REQUIRE(copy->changes(mark, 10).error().code() == Errc::feed_restarted);
    REQUIRE(second->changes(copy->changes(std::nullopt, 10).value().mark, 10).error().code() ==
            Errc::feed_restarted);
    REQUIRE(repository->changes(mark, 10));
}

TEST_CASE("A backup holds the host's own tables as well") {
    TemporaryFolder const folder;
    ForeignConnection(folder / "host.db").run("CREATE TABLE of_the_host AS SELECT 'kept' AS x");
    auto const repository = SqliteRepository::open(folder / "host.db").value();
    REQUIRE(repository->backup(folder / "copy.db"));
    REQUIRE(ForeignConnection(folder / "copy.db").ask("SELECT x FROM of_the_host") == "kept");
}

TEST_CASE("A backup never replaces anything") {
    TemporaryFolder const folder;
    auto const repository = SqliteRepository::open(folder / "settings.db").value();
    std::ofstream(folder / "precious.txt") << "precious";
    auto const destination = GENERATE(as<std::string>{}, "precious.txt", "settings.db", "a-folder");
    std::filesystem::create_directory(folder / "a-folder");
    auto const error = repository->backup(folder / destination).error();
    REQUIRE(error.code() == Errc::already_exists);
    REQUIRE(error.message() ==
            "'" + (folder / destination).string() + "' already exists. Choose another name.");
    std::string text;
    std::ifstream(folder / "precious.txt") >> text;
    REQUIRE(text == "precious");
}

TEST_CASE("A backup that fails leaves nothing behind") {
    TemporaryFolder const folder;
    TemporaryFolder const elsewhere;
    auto const repository = large_repository(folder / "settings.db");
    SECTION("where its folder is missing") {
        auto const error = repository->backup(elsewhere / "missing/copy.db").error();
        REQUIRE(error.code() == Errc::storage_failed);
        REQUIRE(error.message().find("copy.db") != std::string::npos);
    }
    SECTION("where the host ends it") {
        auto const give_up = [](std::uint64_t, std::uint64_t) {
            throw std::runtime_error("enough");
        };
        REQUIRE_THROWS_WITH(repository->backup(elsewhere / "copy.db", give_up), "enough");
    }
    REQUIRE(files_in(elsewhere).empty());
    REQUIRE(repository->backup(elsewhere / "copy.db"));
}

TEST_CASE(
    "Of several backups to one destination at once, one succeeds and the others are refused") {
    TemporaryFolder const folder;
    TemporaryFolder const elsewhere;
    auto const repository = large_repository(folder / "settings.db");
    std::atomic<int> successes = 0;
    std::atomic<int> refusals = 0;
    human_support::testing::StartingLine all_begun(4);
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            bool begun = false;
            auto const wait_for_others = [&](std::uint64_t, std::uint64_t) {
                if (!std::exchange(begun, true)) {
                    all_begun.arrive_and_wait();
                }
            };
            auto const backed_up = repository->backup(elsewhere / "copy.db", wait_for_others);
            successes += backed_up ? 1 : 0;
            refusals += backed_up == Errc::already_exists ? 1 : 0;
        });
    }
    threads.clear();
    REQUIRE(successes == 1);
    REQUIRE(refusals == 3);
    REQUIRE(files_in(elsewhere) == std::vector<std::string>{"copy.db"});
    REQUIRE(SqliteRepository::open(elsewhere / "copy.db").value()->check().value().empty());
}

TEST_CASE("A backup needs a name") {
    TemporaryFolder const folder;
    auto const repository = SqliteRepository::open(folder / "settings.db").value();
    REQUIRE(repository->backup("").error().code() == Errc::invalid_argument);
    REQUIRE(repository->backup(std::string("a\0b", 3)).error().code() == Errc::invalid_argument);
}
