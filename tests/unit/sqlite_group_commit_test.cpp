// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/sqlite_repository.hpp>

#include "support/catch.hpp"
#include "support/group_commit.hpp"
#include "support/sample_record.hpp"
#include "support/temporary_folder.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace human_support;

namespace {

/// How many pages the WAL has. Each takes a header of 24 bytes beside its own bytes, and the whole
/// one of 32 (https://www.sqlite.org/walformat.html, section 2).
std::size_t wal_pages(SqliteRepository const& repository) {
    constexpr std::size_t page_size = 4096; // SQLite's default
    auto const bytes = static_cast<std::size_t>(repository.counters().wal_bytes);
    REQUIRE(bytes % (24 + page_size) == 32);
    return bytes / (24 + page_size);
}

} // namespace

TEST_CASE("Threads that write at once share commits, and each has its answer") {
    TemporaryFolder const folder;
    require_shared_commits(*SqliteRepository::open(folder / "settings.db").value());
}

TEST_CASE("Calls that share a commit keep their own expectations") {
    TemporaryFolder const folder;
    require_own_expectations(*SqliteRepository::open(folder / "settings.db").value());
}

TEST_CASE("Of several threads that expect the same revision, one succeeds") {
    TemporaryFolder const folder;
    require_one_success(*SqliteRepository::open(folder / "settings.db").value());
}

TEST_CASE("If a commit does not wait for the disk, calls have their own") {
    TemporaryFolder const folder;
    auto const repository =
        SqliteRepository::open(folder / "settings.db", {.synchronous = Synchronous::normal})
            .value();
    auto const calls = repeat_on_threads(
        [&](int thread) { store(*repository, sample_record(bot_of(thread))).value(); },
        [&] { return repository->counters().commits >= 500; });
    REQUIRE(repository->counters().commits == calls);
    REQUIRE(repository->counters().merged_calls == 0);
}

TEST_CASE("A file that is not written durably has a new epoch each time it is opened") {
    TemporaryFolder const folder;
    std::set<Epoch> epochs;
    for (int i = 0; i < 3; ++i) {
        auto const repository =
            SqliteRepository::open(folder / "settings.db", {.synchronous = Synchronous::normal})
                .value();
        epochs.insert(repository->changes(std::nullopt, 0).value().mark.epoch);
    }
    REQUIRE(epochs.size() == 3);
}

TEST_CASE("Checkpoints are counted, and keep the WAL from growing") {
    TemporaryFolder const folder;
    auto const repository =
        SqliteRepository::open(folder / "settings.db", {.wal_autocheckpoint = 10}).value();
    REQUIRE(repository->counters().checkpoints == 0);
    for (int i = 0; i < 100; ++i) {
        store(*repository, sample_record(bot_of(i))).value();
    }
    auto const counters = repository->counters();
    REQUIRE(counters.checkpoints > 5);
    REQUIRE(counters.checkpoints < 100);
    REQUIRE(counters.failed_checkpoints == 0);
    REQUIRE(counters.wal_bytes > 0);
    REQUIRE(counters.wal_bytes < 200'000);
    REQUIRE(counters.commits == 100);
}

TEST_CASE("A write that brings the WAL to its threshold does a checkpoint, one below it does not") {
    auto const write_first = [](std::size_t wal_autocheckpoint) {
        TemporaryFolder const folder;
        auto const repository = SqliteRepository::open(folder / "settings.db",
                                                       {.wal_autocheckpoint = wal_autocheckpoint})
                                    .value();
        REQUIRE(store(*repository, sample_record("bot")));
        return std::pair(wal_pages(*repository), repository->counters().checkpoints);
    };
    auto const [pages, none] = write_first(1'000'000);
    REQUIRE(none == 0);
    CHECK(write_first(pages) == std::pair(pages, std::uint64_t{1}));
    CHECK(write_first(pages + 1) == std::pair(pages, std::uint64_t{0}));
}

TEST_CASE("Large batches and purges wait for their turn like everybody") {
    TemporaryFolder const folder;
    auto const repository = SqliteRepository::open(folder / "settings.db").value();
    require_turns_of_large_batches(*repository, 20);
    REQUIRE(repository->check().value().empty());
}
