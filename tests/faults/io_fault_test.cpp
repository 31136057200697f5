// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/sqlite_repository.hpp>

#include "faults/faulty_store.hpp"
#include "faults/prepared_stores.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

using namespace human_support;

namespace {

using Preparation = std::function<void(FaultyStore&)>;

/// Checks what it returns if it succeeds.
using Operation = std::function<Result<void>(FaultyStore&)>;

/// Whether a system that fails in this way may lead to such an error.
bool explains(Fault const& fault, Errc code) {
    return code == Errc::storage_failed ||
           (code == Errc::storage_full && fault.cause == Cause::disk_full) ||
           (code == Errc::busy && fault.cause == Cause::busy);
}

/// Does `operation` on a store whose system fails at the nth call, and returns whether it did.
bool meet_fault(FaultyStore& store, Fault const& fault, int nth, Operation const& operation) {
    bool const may_be_unknown = store.is_open(); // opening promises never to be
    store.system().fail(fault, nth);
    auto const done = operation(store);
    bool const met = store.system().met();
    store.system().heal();
    if (!done) {
        INFO(done.error());
        REQUIRE(met);
        REQUIRE((explains(fault, done.error().code()) ||
                 (may_be_unknown && done.error().code() == Errc::outcome_unknown)));
        // A person needs to know which disk it is.
        REQUIRE(done.error().message().find(store.file().parent_path().string()) !=
                std::string::npos);
    }
    return met;
}

/// Does `operation` again and again, each time after `preparation` on a new store. In each, one
/// more call to the system succeeds before one fails, until none fails any more; and so for every
/// fault. Afterwards the process goes on, or is killed.
void check_every_fault(SqliteOptions const& options, Preparation const& preparation,
                       Operation const& operation) {
    for (Fault const& fault : every_fault()) {
        bool met = true;
        for (int nth = 1; met; ++nth) {
            REQUIRE(nth < 1000);
            for (bool const killed : {false, true}) {
                INFO(fault << ", call " << nth << (killed ? ", then killed" : ""));
                FaultyStore store(options);
                preparation(store);
                met = meet_fault(store, fault, nth, operation);
                if (killed) {
                    store.kill();
                } else if (store.is_open()) {
                    store.check_works();
                }
                store.check_reopens();
            }
        }
    }
}

void check_every_fault(Preparation const& preparation, Operation const& operation) {
    check_every_fault(FaultyStore::quick_options(), preparation, operation);
}

Result<void> open(FaultyStore& store) { return store.open(); }

Result<void> write(FaultyStore& store, std::vector<Write> const& batch) {
    auto const results = store.write(batch);
    if (!results) {
        return results.error();
    }
    REQUIRE(std::ranges::all_of(*results, [](auto const& result) { return result.has_value(); }));
    return {};
}

Result<void> write_one(FaultyStore& store) {
    return write(store, {Write::store(distinct_record("changed", "second"), Anything{})});
}

} // namespace

TEST_CASE("A new file survives every fault of the system while it is made") {
    check_every_fault(leave_missing, open);
}

TEST_CASE("A file survives every fault of the system while it is opened") {
    check_every_fault(fill_and_close, open);
}

TEST_CASE("A file survives every fault of the system while it is opened after a crash") {
    check_every_fault(fill_and_crash, open);
}

TEST_CASE("A file survives every fault of the system while its schema is migrated") {
    check_every_fault(bring_schema_version_1, open);
}

TEST_CASE("A store survives every fault of the system while a record is found") {
    check_every_fault(fill, [](FaultyStore& store) -> Result<void> {
        for (char const* name : {"long", "erased"}) {
            auto const found = store.repository().find(distinct_record(name, "").chatbot_id);
            if (!found) {
                return found.error();
            }
            REQUIRE((*found != nullptr) == (name == std::string("long")));
        }
        return {};
    });
}

TEST_CASE("A store survives every fault of the system while records are listed") {
    check_every_fault(fill, [](FaultyStore& store) -> Result<void> {
        auto const page = store.repository().list({});
        if (!page) {
            return page.error();
        }
        REQUIRE(page->records.size() == 3);
        return {};
    });
}

TEST_CASE("A store survives every fault of the system while the feed is read") {
    check_every_fault(fill, [](FaultyStore& store) -> Result<void> {
        auto const page = store.repository().changes(std::nullopt, 10);
        if (!page) {
            return page.error();
        }
        REQUIRE(page->changes.size() == 4);
        return {};
    });
}

TEST_CASE("A store survives every fault of the system while a record is written") {
    check_every_fault(fill, write_one);
}

TEST_CASE("A store survives every fault of the system while many records are written") {
    check_every_fault(fill, [](FaultyStore& store) { return write(store, many_writes()); });
}

TEST_CASE("A store survives every fault of the system in a checkpoint, which no write fails for") {
    auto options = FaultyStore::quick_options();
    options.wal_autocheckpoint = 1;
    std::uint64_t failed = 0;
    check_every_fault(options, fill, [&](FaultyStore& store) {
        auto const before = store.repository().counters();
        auto const done = write_one(store);
        auto const after = store.repository().counters();
        REQUIRE(after.commits == before.commits + (done ? 1 : 0));
        auto const failed_now = after.failed_checkpoints - before.failed_checkpoints;
        REQUIRE(failed_now + (after.checkpoints - before.checkpoints) <= (done ? 1 : 0));
        failed += failed_now;

        store.system().heal();
        if (done) {
            REQUIRE(write_one(store));
            auto const healed = store.repository().counters();
            REQUIRE(healed.failed_checkpoints == after.failed_checkpoints);
            REQUIRE(healed.checkpoints == after.checkpoints + 1);
        }
        return done;
    });
    REQUIRE(failed > 0);
}

TEST_CASE("A file survives every fault of the system while it is opened to read only, and read") {
    Preparation prepare;
    SECTION("nobody has it open") { prepare = fill_and_close; }
    SECTION("another process crashed") { prepare = fill_and_crash; }
    SECTION("somebody writes") { prepare = fill; }
    SECTION("its schema is older") { prepare = bring_schema_version_2; }
    check_every_fault(prepare, [](FaultyStore& store) -> Result<void> {
        auto options = FaultyStore::quick_options();
        options.read_only = true;
        auto const opened = SqliteRepository::open(store.file(), options);
        if (!opened) {
            return opened.error();
        }
        auto const page = (*opened)->list({});
        if (!page) {
            return page.error();
        }
        REQUIRE_FALSE(page->records.empty());
        return {};
    });
}

TEST_CASE("A store survives every fault of the system while it is closed") {
    check_every_fault(fill, [](FaultyStore& store) -> Result<void> {
        store.close();
        return {};
    });
}

TEST_CASE("A store survives every fault of the system while it is checked") {
    check_every_fault(fill, [](FaultyStore& store) -> Result<void> {
        auto const findings = store.repository().check();
        if (!findings) {
            return findings.error();
        }
        // A page that cannot be read is a finding like one that is damaged.
        REQUIRE((findings->empty() || store.system().met()));
        return {};
    });
}

TEST_CASE("A store survives every fault of the system while it is backed up") {
    check_every_fault(fill, [](FaultyStore& store) {
        auto const done = store.repository().backup(store.backup_file());
        store.system().heal();
        REQUIRE(std::filesystem::exists(store.backup_file()) == done.has_value());
        if (done) {
            auto const copy = SqliteRepository::open(store.backup_file());
            REQUIRE(copy);
            REQUIRE(store.expected().differences(**copy) == std::vector<std::string>{});
        }
        return done;
    });
}

TEST_CASE("A store survives every fault of the system while erasures are purged") {
    check_every_fault(fill, [](FaultyStore& store) -> Result<void> {
        store.expected().note_purge();
        auto const purged = store.repository().purge_erasures(Timestamp::max());
        if (!purged) {
            return purged.error();
        }
        REQUIRE(*purged == 1);
        return {};
    });
}
