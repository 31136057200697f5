// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "support/catch.hpp"
#include "support/sample_record.hpp"

#include <human_support/repository.hpp>

#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <utility>
#include <vector>

/// Runs `call(thread)` on eight threads over and over until `enough()`, and returns how often.
template <class Call, class Enough>
std::uint64_t repeat_on_threads(Call call, Enough enough) {
    std::atomic<std::uint64_t> calls = 0;
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 8; ++thread) {
        threads.emplace_back([&, thread] {
            do {
                call(thread);
                ++calls;
            } while (!enough());
        });
    }
    threads.clear();
    return calls;
}

/// The chatbot of a thread.
inline std::string bot_of(int thread) { return "bot-" + std::to_string(thread); }

/// That threads which write at once to an empty store share commits, and that each has its answer.
template <class Repository>
void require_shared_commits(Repository& repository) {
    std::atomic<bool> all_stored = true;
    auto const calls = repeat_on_threads(
        [&](int thread) {
            auto const record = sample_record(bot_of(thread));
            auto const revision = store(repository, record);
            auto const found = repository.find(record.chatbot_id);
            all_stored = all_stored && revision && found && (*found)->revision == *revision;
        },
        [&] { return repository.counters().merged_calls >= 100; });
    REQUIRE(all_stored);
    auto const counters = repository.counters();
    REQUIRE(counters.commits + counters.merged_calls == calls);
    auto const mark = repository.changes(std::nullopt, 0).value().mark;
    REQUIRE(mark.revision == static_cast<human_support::Revision>(calls));
}

/// That calls which share a commit keep their own expectations.
template <class Repository>
void require_own_expectations(Repository& repository) {
    using namespace human_support;
    std::atomic<bool> as_expected = true;
    repeat_on_threads(
        [&](int thread) {
            // Only the first of these can succeed, whatever the other threads do meanwhile.
            auto const record = sample_record(bot_of(thread));
            std::array const batch{Write::store(record, Anything{}),
                                   Write::erase(record.chatbot_id)};
            auto const stored = repository.write(batch);
            as_expected = as_expected && stored && stored->at(0) &&
                          stored->at(1).error().code() == Errc::invalid_argument;
            auto const refused = Write::store(record, Absent{});
            as_expected = as_expected && repository.write(refused) == Errc::already_exists;
        },
        [&] { return repository.counters().merged_calls >= 100; });
    REQUIRE(as_expected);
}

/// That of several threads which expect the same revision, one succeeds.
template <class Repository>
void require_one_success(Repository& repository) {
    using namespace human_support;
    auto const record = sample_record("bot");
    std::atomic<Revision> seen = store(repository, record).value();
    std::atomic<std::uint64_t> successes = 1;
    std::atomic<bool> unexpected = false;
    repeat_on_threads(
        [&](int) {
            auto const write = Write::store(record, Revision{seen});
            auto const result = repository.write(write);
            if (result) {
                ++successes;
                seen = result->revision;
            }
            unexpected =
                unexpected || (!result && result.error().code() != Errc::revision_mismatch);
        },
        [&] { return successes > 200; });
    REQUIRE_FALSE(unexpected);
    REQUIRE(repository.find(record.chatbot_id).value()->revision ==
            static_cast<Revision>(successes));
}

/// That large batches and purges wait for their turn like everybody, until so many calls shared a
/// commit.
template <class Repository>
void require_turns_of_large_batches(Repository& repository, std::uint64_t enough) {
    using namespace human_support;
    std::atomic<bool> as_expected = true;
    repeat_on_threads(
        [&](int thread) {
            if (thread == 0) {
                as_expected = as_expected && repository.purge_erasures(Timestamp::max());
                return;
            }
            std::vector<Write> batch;
            for (int i = 0; i < 600; ++i) {
                auto record = sample_record(bot_of(thread) + "-" + std::to_string(i));
                batch.push_back(i % 2 == 0 ? Write::store(std::move(record), Anything{})
                                           : Write::erase(std::move(record.chatbot_id)));
            }
            auto const results = repository.write(batch);
            for (std::size_t i = 0; results && i < batch.size(); ++i) {
                // Nobody ever stored what is erased here.
                as_expected = as_expected && results->at(i).has_value() == (i % 2 == 0);
            }
            as_expected = as_expected && results;
        },
        [&] { return repository.counters().merged_calls >= enough; });
    REQUIRE(as_expected);
}
