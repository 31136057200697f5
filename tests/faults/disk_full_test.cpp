// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/sqlite_repository.hpp>

#include "faults/faulty_store.hpp"
#include "faults/prepared_stores.hpp"
#include "support/catch.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

using namespace human_support;

namespace {

/// Does `operation` again and again, each time after `preparation` on a new store, with more and
/// more room for files to grow, until there is enough. It fails because of the room and of nothing
/// else; the store goes on reading meanwhile, and works once there is room.
void check_every_lack_of_room(std::function<void(FaultyStore&)> const& preparation,
                              std::function<Result<void>(FaultyStore&)> const& operation) {
    constexpr std::size_t step = 1000; // of no meaning to SQLite, so that writes are cut anywhere
    bool met = true;
    for (std::size_t room = 0; met; room += step) {
        INFO("room for " << room << " bytes");
        REQUIRE(room < 1000 * step);
        FaultyStore store;
        preparation(store);
        store.system().leave_room(room);
        auto const done = operation(store);
        met = store.system().met();
        REQUIRE(met == !done);
        if (!done) {
            REQUIRE(done.error().code() == Errc::storage_full);
        }
        if (store.is_open()) {
            REQUIRE(store.expected().differences(store.repository()) == std::vector<std::string>{});
        }
        store.system().heal();
        if (!done) {
            REQUIRE(operation(store));
        }
        store.check_works();
        store.check_reopens();
    }
}

Result<void> write_many(FaultyStore& store) {
    auto const results = store.write(many_writes());
    return results ? Result<void>() : results.error();
}

} // namespace

TEST_CASE("Making a file needs room, and works once there is some") {
    check_every_lack_of_room(leave_missing, &FaultyStore::open);
}

TEST_CASE("A write needs room; reading goes on without, and writing once there is some") {
    check_every_lack_of_room(fill, write_many);
}

TEST_CASE("A backup needs room, and leaves nothing behind if it lacks that") {
    check_every_lack_of_room(fill, [](FaultyStore& store) {
        auto const done = store.repository().backup(store.backup_file());
        if (!done) {
            auto const folder = std::filesystem::directory_iterator(store.file().parent_path());
            for (auto const& entry : folder) {
                REQUIRE(entry.path().stem() == store.file().stem());
            }
        }
        return done;
    });
}

TEST_CASE("A checkpoint that lacks room fails alone, and is made up for once there is some") {
    auto options = FaultyStore::quick_options();
    options.wal_autocheckpoint = 1;
    FaultyStore store(options);
    fill(store);
    REQUIRE(write_many(store)); // makes a WAL that is long enough for the next write
    auto const before = store.repository().counters();
    store.system().leave_room(0);
    auto const write = Write::store(long_record("another", "first"), Absent{});
    REQUIRE(store.write(write));
    REQUIRE(store.system().met());
    REQUIRE(store.repository().counters().failed_checkpoints == before.failed_checkpoints + 1);
    REQUIRE(store.repository().counters().checkpoints == before.checkpoints);
    REQUIRE(store.expected().differences(store.repository()) == std::vector<std::string>{});
    store.system().heal();
    store.check_works();
    REQUIRE(store.repository().counters().checkpoints == before.checkpoints + 1);
    store.check_reopens();
}
