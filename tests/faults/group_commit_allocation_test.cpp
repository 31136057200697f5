// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/sqlite_repository.hpp>

#include "faults/acknowledged_writes.hpp"
#include "faults/failing_allocations.hpp"
#include "support/catch.hpp"
#include "support/sample_record.hpp"
#include "support/temporary_folder.hpp"

#include <fmt/format.h>

#include <array>
#include <atomic>
#include <latch>
#include <new>
#include <string>
#include <thread>
#include <vector>

using namespace human_support;

namespace {

/// Threads that write until a number of their calls were merged into the commits of others. Those
/// with odd numbers run out of memory now and then.
class WritingThreads {
public:
    WritingThreads(SqliteRepository& repository, Allocator allocator, Failures failures)
        : repository_(repository), allocator_(allocator), failures_(failures) {}

    void run() {
        std::vector<std::jthread> threads;
        for (int i = 0; i < count; ++i) {
            threads.emplace_back([this, i] { write_repeatedly(i); });
        }
    }

    AcknowledgedWrites acknowledged;
    std::atomic<int> failed = 0;        ///< batches of the threads that run out of memory
    std::atomic<int> others_failed = 0; ///< batches of the threads that have enough

private:
    static constexpr int count = 6;

    void write_repeatedly(int thread) {
        start_.arrive_and_wait();
        constexpr int enough = 300;
        // SQLite allocates for the thread that leads, which is the scheduler's choice.
        for (int round = 0; round < enough || repository_.counters().merged_calls < enough ||
                            (failed == 0 && round < 20 * enough);
             ++round) {
            write(thread, round);
        }
    }

    void write(int thread, int round) {
        std::vector<Write> batch;
        for (int i = 0; i < 2; ++i) {
            auto record = sample_record(fmt::format("chatbot-{}-{}", thread, (round + i) % 50));
            record.settings.positive_feedback_prompt =
                fmt::format("a prompt of round {}, longer than a string holds", round);
            batch.push_back(Write::store(record, Anything{}));
        }
        bool const runs_out = thread % 2 == 1;
        Result<WriteResults> answer = Errc::storage_failed;
        try {
            constexpr int period = 97; // more than there are allocations in a call
            FailingAllocations const failing(allocator_, runs_out ? round % period : never,
                                             failures_);
            answer = repository_.write(batch);
        } catch (std::bad_alloc const&) {
            // is as good as a rejection
        }
        (runs_out ? failed : others_failed) += answer ? 0 : 1;
        acknowledged.note(batch, answer);
    }

    static constexpr int never = -1;

    SqliteRepository& repository_;
    Allocator allocator_;
    Failures failures_;
    std::latch start_{count};
};

} // namespace

TEST_CASE("Threads that run out of memory while they share commits lose nothing and hang nobody") {
    auto const allocator = GENERATE(Allocator::operator_new, Allocator::sqlite, Allocator::both);
    auto const failures = GENERATE(Failures::one, Failures::all_from_there_on);
    CAPTURE(allocator, failures);
    TemporaryFolder const folder;
    auto const file = folder / "settings.db";
    auto repository = SqliteRepository::open(file).value();
    WritingThreads threads(*repository, allocator, failures);
    threads.run();
    REQUIRE(threads.acknowledged.differences(*repository).empty());
    REQUIRE(threads.failed > 0);
    // Who leads writes for the others, and SQLite's failures meet those as well.
    REQUIRE((threads.others_failed == 0 || allocator != Allocator::operator_new));
    repository.reset();
    repository = SqliteRepository::open(file).value();
    REQUIRE(threads.acknowledged.differences(*repository).empty());
    REQUIRE(repository->check().value().empty());
}
