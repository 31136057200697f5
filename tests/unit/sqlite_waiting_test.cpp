// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/sqlite_repository.hpp>

#include "support/catch.hpp"
#include "support/foreign_connection.hpp"
#include "support/sample_record.hpp"
#include "support/temporary_folder.hpp"

#include <sqlite3.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

using namespace human_support;
using namespace std::chrono_literals;

namespace {

/// Lets other threads go on until `done()`.
void wait_until(std::function<bool()> const& done) {
    while (!done()) {
        std::this_thread::yield();
    }
}

/// Sees each query of the connections that are opened while it is there, before it runs.
class QueryWatch {
public:
    /// `seen` is called on the thread of the query. It must not throw, since SQLite is its caller.
    explicit QueryWatch(std::function<void()> seen) {
        seen_ = std::move(seen);
        sqlite3_auto_extension(reinterpret_cast<void (*)()>(&watch));
    }
    QueryWatch(QueryWatch const&) = delete;
    QueryWatch& operator=(QueryWatch const&) = delete;
    ~QueryWatch() {
        sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(&watch));
        seen_ = nullptr;
    }

private:
    static int watch(sqlite3* connection, char** /*error*/, sqlite3_api_routines const* /*api*/) {
        return sqlite3_trace_v2(
            connection, SQLITE_TRACE_STMT,
            [](unsigned, void*, void*, void*) {
                seen_();
                return 0;
            },
            nullptr);
    }

    static inline std::function<void()> seen_; ///< SQLite passes the function nothing of ours
};

} // namespace

TEST_CASE("A busy timeout of 0 is allowed, and does not wait") {
    TemporaryFolder const folder;
    auto const repository =
        SqliteRepository::open(folder / "settings.db", {.busy_timeout = 0ms}).value();
    REQUIRE(store(*repository, sample_record("bot")));
    ForeignConnection other(folder / "settings.db");
    other.run("BEGIN IMMEDIATE");
    REQUIRE(store(*repository, sample_record("bot")) == Errc::busy);
    REQUIRE(repository->counters().busy_retries == 0);
}

TEST_CASE("Each write waits for a lock as long as the busy timeout, whoever waits before it") {
    constexpr auto busy_timeout = 60ms;
    TemporaryFolder const folder;
    auto const repository =
        SqliteRepository::open(folder / "settings.db", {.busy_timeout = busy_timeout}).value();
    ForeignConnection other(folder / "settings.db");
    other.run("BEGIN IMMEDIATE");
    std::atomic<int> answers_before_their_time = 0;
    std::atomic<int> busy_answers = 0;
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&] {
            auto const begin = std::chrono::steady_clock::now();
            auto const answer = store(*repository, sample_record("bot"));
            bool const waited = std::chrono::steady_clock::now() - begin >= busy_timeout;
            answers_before_their_time += waited ? 0 : 1;
            busy_answers += answer == Errc::busy ? 1 : 0;
        });
        // The next one comes while this one waits for the lock, unless the machine is too slow.
        auto const retries = repository->counters().busy_retries;
        wait_until([&] {
            return repository->counters().busy_retries >= retries + 3 || busy_answers == thread + 1;
        });
    }
    threads.clear();
    REQUIRE(busy_answers == 4);
    REQUIRE(answers_before_their_time == 0);
    other.run("COMMIT");
    REQUIRE(store(*repository, sample_record("bot")));
}

TEST_CASE("Reads that wait for a reader are served in the order in which they came") {
    TemporaryFolder const folder;
    std::mutex mutex;
    std::vector<std::thread::id> queries;
    std::atomic<bool> gate_is_closed = false;
    std::atomic<bool> first_is_at_the_gate = false;
    QueryWatch const watch([&] {
        {
            std::lock_guard const lock(mutex);
            queries.push_back(std::this_thread::get_id());
        }
        first_is_at_the_gate = true;
        wait_until([&] { return !gate_is_closed; });
    });
    auto const repository = SqliteRepository::open(folder / "settings.db", {.readers = 1}).value();
    auto const chatbot_id = sample_record("bot").chatbot_id;
    REQUIRE(repository->find(chatbot_id)); // has looked at the schema

    queries.clear();
    gate_is_closed = true;
    first_is_at_the_gate = false;
    std::vector<std::jthread> threads;
    threads.emplace_back([&] {
        (void)repository->find(chatbot_id);
        (void)repository->find(chatbot_id); // has to wait for those who came before it
    });
    wait_until([&] { return first_is_at_the_gate.load(); });
    for (std::uint64_t waiting = 1; waiting <= 3; ++waiting) {
        threads.emplace_back([&] { (void)repository->find(chatbot_id); });
        wait_until([&] { return repository->counters().reader_waits == waiting; });
    }
    std::vector<std::thread::id> in_order;
    for (auto const& thread : threads) {
        in_order.push_back(thread.get_id());
    }
    in_order.push_back(threads.front().get_id());
    // Only during its first millisecond may a thread that waits be overtaken.
    auto const all_wait = std::chrono::steady_clock::now();
    wait_until([&] { return std::chrono::steady_clock::now() > all_wait + 1ms; });
    gate_is_closed = false;
    threads.clear();
    REQUIRE(queries == in_order);
}

TEST_CASE("A backup's progress function may use the repository, even with one reader") {
    TemporaryFolder const folder;
    auto const repository = SqliteRepository::open(folder / "settings.db", {.readers = 1}).value();
    auto const record = sample_record("bot");
    REQUIRE(store(*repository, record));
    int calls = 0;
    REQUIRE(repository->backup(folder / "copy.db", [&](std::uint64_t, std::uint64_t) {
        ++calls;
        REQUIRE(repository->find(record.chatbot_id).value() != nullptr);
        REQUIRE(repository->list({}).value().records.size() == 1);
        REQUIRE(repository->changes(std::nullopt, 10).value().changes.size() == 1);
        REQUIRE(repository->check().value().empty());
        REQUIRE(store(*repository, record));
        REQUIRE(repository->backup(folder / "second.db"));
    }));
    REQUIRE(calls == 1);
    REQUIRE(SqliteRepository::open(folder / "second.db").value()->check().value().empty());
}
