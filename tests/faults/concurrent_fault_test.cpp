// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/sqlite_repository.hpp>

#include "faults/fault_rounds.hpp"
#include "faults/faulty_store.hpp"
#include "faults/prepared_stores.hpp"
#include "support/catch.hpp"

#include <fmt/format.h>

#include <array>
#include <atomic>
#include <latch>
#include <string>
#include <thread>
#include <vector>

using namespace human_support;

namespace {

constexpr int writing_threads = 4;

/// Each thread writes its own chatbots, in batches of two; another one reads all the while. Every
/// call returns, since otherwise this does not.
void write_from_threads(FaultyStore& store) {
    std::latch start(writing_threads + 1);
    std::atomic writing{writing_threads};
    auto const write = [&](int thread) {
        start.arrive_and_wait();
        for (int i = 0; i < 8; ++i) {
            auto const text = fmt::format("{}", i);
            std::array const batch{
                Write::store(distinct_record(fmt::format("{}-changed", thread), text), Anything{}),
                Write::store(distinct_record(fmt::format("{}-{}", thread, i), text), Absent{})};
            (void)store.write(batch);
        }
        --writing;
    };
    auto const read = [&] {
        start.arrive_and_wait();
        while (writing > 0) {
            (void)store.repository().changes(std::nullopt, 10);
            (void)store.repository().find(distinct_record("long", "").chatbot_id);
        }
    };
    std::vector<std::jthread> running;
    running.emplace_back(read);
    for (int thread = 0; thread < writing_threads; ++thread) {
        running.emplace_back(write, thread);
    }
}

SqliteOptions frequent_checkpoints() {
    auto options = FaultyStore::quick_options();
    options.wal_autocheckpoint = 5;
    return options;
}

/// The process goes on, is killed, or loses power.
void check_sequel(FaultyStore& store, Random& random) {
    auto const sequel = random.up_to(2);
    INFO("sequel " << sequel);
    if (sequel == 0) {
        store.check_works();
    } else {
        store.kill();
    }
    if (sequel == 2) {
        store.system().restore_power(random);
    }
    store.check_reopens();
}

} // namespace

TEST_CASE("Threads that write at once get their own answers, whatever fault the system has") {
    Random random;
    INFO("seed " << random.seed());
    for (Fault const& fault : every_fault()) {
        for (int round = 0; round < 5 * fault_rounds(); ++round) {
            auto const nth = 1 + static_cast<int>(random.up_to(60));
            INFO(fault << ", call " << nth);
            FaultyStore store(frequent_checkpoints());
            fill(store);
            store.system().fail(fault, nth);
            write_from_threads(store);
            store.system().heal();
            check_sequel(store, random);
        }
    }
}

TEST_CASE("What threads that write at once were told survives a loss of power at any moment") {
    Random random;
    INFO("seed " << random.seed());
    for (int round = 0; round < 150 * fault_rounds(); ++round) {
        auto const nth = 1 + static_cast<int>(random.up_to(150));
        INFO("change " << nth);
        FaultyStore store(frequent_checkpoints());
        fill(store);
        store.system().cut_power(nth);
        write_from_threads(store);
        store.close();
        store.system().restore_power(random);
        store.check_reopens();
    }
}
