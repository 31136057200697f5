// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/sqlite_repository.hpp>

#include "support/catch.hpp"
#include "support/sample_record.hpp"
#include "support/temporary_folder.hpp"

#include <chrono>
#include <string>
#include <vector>

using namespace human_support;

namespace {

Timestamp const long_ago{std::chrono::milliseconds{1}};
Timestamp const far_ahead = std::chrono::sys_days{std::chrono::year{9999} / 1 / 1};

/// Makes and erases `count` records.
void erase_some(SettingsRepository& repository, int count) {
    std::vector<Write> stores;
    std::vector<Write> erasures;
    for (int i = 0; i < count; ++i) {
        auto record = sample_record("erased-" + std::to_string(i));
        erasures.push_back(Write::erase(record.chatbot_id));
        stores.push_back(Write::store(std::move(record), Absent{}));
    }
    REQUIRE(repository.write(stores));
    REQUIRE(repository.write(erasures));
}

} // namespace

TEST_CASE("A purge forgets the erasures from before a time, and nothing else") {
    TemporaryFolder const folder;
    auto const repository = SqliteRepository::open(folder / "settings.db").value();
    store(*repository, sample_record("bot")).value();
    erase_some(*repository, 2500);
    auto const before = repository->changes(std::nullopt, 1000).value();

    REQUIRE(repository->purge_erasures(long_ago).value() == 0);
    REQUIRE(repository->changes(before.mark, 0));

    REQUIRE(repository->purge_erasures(far_ahead).value() == 2500);
    auto const after = repository->changes(std::nullopt, 1000).value();
    REQUIRE(after.changes.size() == 1);
    REQUIRE(after.changes.front().record);
    REQUIRE(after.mark.revision == 1 + 2 * 2500);
    REQUIRE(repository->check().value().empty());
    REQUIRE(repository->purge_erasures(far_ahead).value() == 0);
}

TEST_CASE("Who has not read the erasures that were purged has to begin again") {
    TemporaryFolder const folder;
    auto const repository = SqliteRepository::open(folder / "settings.db").value();
    store(*repository, sample_record("erased-0")).value();
    auto const behind = repository->changes(std::nullopt, 10).value().mark;
    auto const erasure = Write::erase(sample_record("erased-0").chatbot_id);
    REQUIRE(repository->write(erasure));
    REQUIRE(repository->purge_erasures(far_ahead).value() == 1);
    REQUIRE(repository->changes(behind, 10).error().code() == Errc::feed_restarted);
    auto const anew = repository->changes(std::nullopt, 10).value();
    REQUIRE(anew.changes.empty());
    REQUIRE(repository->changes(anew.mark, 10));
}

TEST_CASE("Revisions go on after a purge") {
    TemporaryFolder const folder;
    auto const repository = SqliteRepository::open(folder / "settings.db").value();
    erase_some(*repository, 3);
    REQUIRE(repository->purge_erasures(far_ahead));
    REQUIRE(store(*repository, sample_record("bot")).value() == 7);
}

TEST_CASE("An erasure is as old as its last one") {
    TemporaryFolder const folder;
    auto const repository = SqliteRepository::open(folder / "settings.db").value();
    erase_some(*repository, 1);
    auto const between =
        std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    erase_some(*repository, 1);
    REQUIRE(repository->purge_erasures(between).value() == 0);
    REQUIRE(repository->purge_erasures(far_ahead).value() == 1);
}
