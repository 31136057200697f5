// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/testing/conformance/check.hpp>
#include <human_support/testing/conformance/store.hpp>
#include <human_support/testing/conformance/threads.hpp>

#include <fmt/format.h>

#include <atomic>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace human_support::testing {

/// How many threads write at once.
inline constexpr std::size_t writer_count = 16;

/// Returns a handle for each of `count` threads; some threads share one.
[[nodiscard]] inline std::vector<Store> open_for_threads(RepositoryFactory const& open,
                                                         std::size_t count) {
    std::vector<Store> stores;
    for (std::size_t i = 0; i < count; ++i) {
        stores.push_back(i < 4 ? open_store(open) : stores[i % 4]);
    }
    return stores;
}

/// Sixteen threads add 1 to a number in one record, each 25 times, by compare-and-swap.
inline void count_together(RepositoryFactory const& open) {
    constexpr int rounds = 25;
    auto const stores = open_for_threads(open, writer_count);
    auto start = sample_record("counter");
    start.updated_by = "0";
    stores[0].put(start);
    std::mutex mutex;
    std::set<Revision> revisions;
    run_together(writer_count, [&](std::size_t writer) {
        Store const& store = stores[writer];
        for (int done = 0; done < rounds;) {
            SettingsRecord record = store.get("counter");
            record.updated_by = std::to_string(std::stoi(record.updated_by) + 1);
            auto const result = store.write(Write::store(record, record.revision));
            if (!result) {
                expect_error("losing the race", result, Errc::revision_mismatch);
                continue;
            }
            expect(result->revision > record.revision,
                   "the revision is greater than the one before");
            ++done;
            std::lock_guard<std::mutex> const lock(mutex);
            expect(revisions.insert(result->revision).second, "no revision is used twice");
        }
    });
    auto const found = stores[0].get("counter");
    expect_equal("the count", found.updated_by, std::to_string(rounds * int{writer_count}));
    expect_equal("the last revision", found.revision, *revisions.rbegin());
}

/// Sixteen threads try the same write at once, many times. Each time exactly one must win, and the
/// others must get the error `lost`.
template <class Prepare, class MakeWrite>
void race(RepositoryFactory const& open, Prepare const& prepare, MakeWrite const& make_write,
          Errc lost) {
    auto const stores = open_for_threads(open, writer_count);
    for (int round = 0; round < 20; ++round) {
        auto const id = fmt::format("chatbot-{}", round);
        prepare(stores[0], id);
        std::atomic<int> winners = 0;
        run_together(writer_count, [&](std::size_t writer) {
            auto const result = stores[writer].write(make_write(id));
            if (result) {
                ++winners;
            } else {
                expect_error("losing the race", result, lost);
            }
        });
        expect_equal("how many won the race", winners.load(), 1);
    }
}

/// Returns the checks that nothing is lost and nothing happens twice if many threads write at once.
[[nodiscard]] inline ConformanceChecks concurrency_checks() {
    return {
        {"Sixteen threads that count in one record by its revision lose nothing", count_together},
        {"Of sixteen threads that make the same record at once, one succeeds",
         [](RepositoryFactory const& open) {
             race(
                 open, [](Store const&, std::string const&) {},
                 [](std::string const& id) { return Write::store(sample_record(id), Absent{}); },
                 Errc::already_exists);
         }},
        {"Of sixteen threads that erase the same record at once, one succeeds",
         [](RepositoryFactory const& open) {
             race(
                 open,
                 [](Store const& store, std::string const& id) { store.put(sample_record(id)); },
                 [](std::string const& id) { return Write::erase(chatbot(id)); }, Errc::not_found);
         }},
        {"Sixteen threads that write to chatbots of their own get every write stored",
         [](RepositoryFactory const& open) {
             auto const stores = open_for_threads(open, writer_count);
             std::mutex mutex;
             std::vector<SettingsRecord> stored;
             run_together(writer_count, [&](std::size_t writer) {
                 for (int i = 0; i < 10; ++i) {
                     auto const record =
                         stores[writer].put(sample_record(fmt::format("{}-{}", writer, i)));
                     std::lock_guard<std::mutex> const lock(mutex);
                     stored.push_back(record);
                 }
             });
             std::set<Revision> revisions;
             for (auto const& record : stored) {
                 expect_record(stores[0].find(record.chatbot_id.str()), record);
                 expect(revisions.insert(record.revision).second, "no revision is used twice");
             }
             expect_equal("records listed", stores[0].list_all().size(), stored.size());
         }},
    };
}

} // namespace human_support::testing
