// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/sqlite_repository.hpp>

#include "faults/fault_rounds.hpp"
#include "faults/faulty_store.hpp"
#include "faults/prepared_stores.hpp"
#include "support/catch.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <functional>

using namespace human_support;

namespace {

using Step = std::function<void(FaultyStore&)>;

/// Takes the power away before the nth change of the disk, and returns whether that was in `step`.
bool lose_power(FaultyStore& store, int nth, Step const& step, Random& random) {
    store.system().cut_power(nth);
    step(store);
    bool const met = !store.system().has_power();
    store.close();
    store.system().restore_power(random);
    return met;
}

void try_to_open(FaultyStore& store) {
    if (!store.open()) {
        REQUIRE_FALSE(store.system().has_power());
    }
}

/// Does `operation` again and again, each time after `preparation` on a new store. In each, it
/// changes the disk once more before the power fails, until it ends before that; and so several
/// times with other luck. Now and then the power fails again while the store recovers.
void check_every_power_loss(SqliteOptions const& options, Step const& preparation,
                            Step const& operation, Step const& check) {
    Random random;
    INFO("seed " << random.seed());
    bool met = true;
    for (int nth = 1; met; ++nth) {
        REQUIRE(nth < 1000);
        for (int round = 0; round < 4 * fault_rounds(); ++round) {
            INFO("change " << nth << ", round " << round);
            FaultyStore store(options);
            preparation(store);
            met = lose_power(store, nth, operation, random);
            while (random.up_to(2) == 0) {
                (void)lose_power(store, 1 + static_cast<int>(random.up_to(10)), try_to_open,
                                 random);
            }
            check(store);
        }
    }
}

void check_every_power_loss(Step const& preparation, Step const& operation) {
    check_every_power_loss(FaultyStore::quick_options(), preparation, operation,
                           &FaultyStore::check_reopens);
}

/// Moves what is in the WAL into the file after every write.
SqliteOptions eager_checkpoints() {
    auto options = FaultyStore::quick_options();
    options.wal_autocheckpoint = 1;
    return options;
}

void write_many_at_once(FaultyStore& store) {
    auto const results = store.write(many_writes());
    REQUIRE((results || !store.system().has_power()));
}

/// Enough of them to begin the WAL again several times.
void write_one_by_one(FaultyStore& store) {
    for (int i = 0; i < 6 && store.system().has_power(); ++i) {
        auto const name = fmt::format("bot-{}", i % 2);
        auto const write = Write::store(distinct_record(name, fmt::format("{}", i)), Anything{});
        (void)store.write(write);
    }
}

Epoch epoch_of(SqliteRepository& repository) {
    return repository.changes(std::nullopt, 0).value().mark.epoch;
}

} // namespace

TEST_CASE("A new file survives a loss of power at any moment while it is made") {
    check_every_power_loss(leave_missing, try_to_open);
}

TEST_CASE("A file survives a loss of power at any moment while it is opened") {
    check_every_power_loss(fill_and_close, try_to_open);
}

TEST_CASE("A file survives a loss of power at any moment while it is opened after a crash") {
    check_every_power_loss(fill_and_crash, try_to_open);
}

TEST_CASE("A file survives a loss of power at any moment while its schema is migrated") {
    check_every_power_loss(bring_schema_version_1, try_to_open);
}

TEST_CASE("Acknowledged writes survive a loss of power at any moment while many are written") {
    check_every_power_loss(fill, write_many_at_once);
}

TEST_CASE("Acknowledged writes survive a loss of power at any moment between and in checkpoints") {
    check_every_power_loss(eager_checkpoints(), fill, write_one_by_one,
                           &FaultyStore::check_reopens);
}

TEST_CASE("A store survives a loss of power at any moment while it is closed") {
    check_every_power_loss(fill, &FaultyStore::close);
}

TEST_CASE("A store survives a loss of power at any moment while erasures are purged") {
    check_every_power_loss(fill, [](FaultyStore& store) {
        store.expected().note_purge();
        (void)store.repository().purge_erasures(Timestamp::max());
    });
}

TEST_CASE("A backup is whole after a loss of power, and there once it was reported as done") {
    bool done = false;
    auto const back_up = [&](FaultyStore& store) {
        done = store.repository().backup(store.backup_file()).has_value();
    };
    check_every_power_loss(FaultyStore::quick_options(), fill, back_up, [&](FaultyStore& store) {
        bool const there = std::filesystem::exists(store.backup_file());
        REQUIRE((there || !done));
        if (there) {
            auto const copy = SqliteRepository::open(store.backup_file());
            REQUIRE(copy);
            REQUIRE(store.expected().differences(**copy) == std::vector<std::string>{});
            REQUIRE(store.open());
            REQUIRE(epoch_of(**copy) != epoch_of(store.repository()));
        }
        store.check_reopens();
    });
}

TEST_CASE("With the faster durability a loss of power takes the newest batches back, each whole") {
    auto options = eager_checkpoints();
    options.synchronous = Synchronous::normal;
    constexpr int batches = 5;
    auto const write_batches = [](FaultyStore& store) {
        for (int i = 1; i <= batches; ++i) {
            auto const text = fmt::format("{}", i);
            std::array const batch{Write::store(long_record("first", text), Anything{}),
                                   Write::store(distinct_record("bot-" + text, text), Absent{}),
                                   Write::store(distinct_record("second", text), Anything{})};
            (void)store.repository().write(batch);
        }
    };
    check_every_power_loss(options, fill, write_batches, [](FaultyStore& store) {
        REQUIRE(store.open());
        auto const text_of = [&](std::string const& name) {
            auto const found =
                store.repository().find(distinct_record(name, "").chatbot_id).value();
            return found == nullptr ? "0" : found->updated_by;
        };
        auto const last = text_of("first");
        REQUIRE(text_of("second") == last);
        for (int i = 1; i <= batches; ++i) {
            bool const there = text_of(fmt::format("bot-{}", i)) != "0";
            REQUIRE(there == (i <= std::stoi(last)));
        }
        REQUIRE(store.repository().check().value().empty());
    });
}
