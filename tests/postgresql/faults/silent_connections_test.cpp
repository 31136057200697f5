// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/postgresql_repository.hpp>

#include "faults/distinct_record.hpp"
#include "postgresql/faults/operations.hpp"
#include "postgresql/patience.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <future>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

using namespace human_support;
using namespace human_support::tests;

namespace {

/// A silence that an operation meets.
struct Silence {
    std::string operation;
    Direction direction;
    int after; ///< how many messages go through before the one that is held back, or if it is
               ///< negative, how many come after that one
    bool lasting;
    std::vector<Errc> errors; ///< what the operation may answer; nothing if it succeeds
};

Operation operation_named(std::string const& name) {
    auto all = read_operations();
    auto const writes = write_operations();
    all.insert(all.end(), writes.begin(), writes.end());
    return *std::ranges::find(all, name, &Operation::name);
}

/// What came of a silence.
struct Silenced {
    Outcome outcome;
    std::string expected; ///< what the operation answers without one
    bool works_again;     ///< once the proxy passes
};

Silenced meet_silence(ProxiedStore& store, Silence const& silence) {
    auto const operation = operation_named(silence.operation);
    auto task = operation.prepare(store);
    store.proxy().pass();
    auto const answer = operation.act(store.repository(), task);
    note(store, task, answer);
    int const count = store.proxy().messages(silence.direction);
    task = operation.prepare(store);
    int const number = silence.after >= 0 ? silence.after + 1 : count + silence.after + 1;
    store.proxy().arm({silence.direction, number, false, Then::fall_silent, silence.lasting});
    Silenced met{operation.act(store.repository(), task), description(answer), false};
    if (!store.proxy().has_failed()) {
        return met;
    }
    store.proxy().pass();
    if (auto const* results = std::get_if<Result<WriteResults>>(&met.outcome)) {
        store.expected().note(task.writes, *results);
    }
    // It takes the server a moment to find the lost connections closed.
    wait_until_true("a node that works", [&] { return store.fault().empty(); });
    met.works_again = true;
    return met;
}

} // namespace

TEST_CASE("an operation whose connection falls silent goes on with a new one, or says what it can "
          "in time") {
    using enum Errc;
    auto const to_server = Direction::to_server;
    auto const to_client = Direction::to_client;
    std::vector<Silence> const silences{
        {"find", to_server, 0, false, {}},
        {"find", to_client, 0, false, {}},
        {"find", to_client, 0, true, {storage_failed, busy}},
        {"change", to_server, 0, false, {}},
        // The server has the counter locked for it, and ends the connection.
        {"change", to_client, 0, false, {}},
        // It has committed, but there is no answer.
        {"change", to_server, -1, false, {}},
        {"change", to_client, -1, false, {}},
        {"change", to_server, 0, true, {storage_failed, busy}},
        {"change", to_client, -1, true, {outcome_unknown}},
    };
    // All at once, since each takes seconds.
    std::vector<std::unique_ptr<ProxiedStore>> stores;
    std::vector<std::future<Silenced>> meetings;
    human_support::PostgresqlOptions options;
    options.timeout = std::chrono::milliseconds(300);
    for (std::size_t i = 0; i < silences.size(); ++i) {
        stores.push_back(std::make_unique<ProxiedStore>(options));
    }
    for (std::size_t i = 0; i < silences.size(); ++i) {
        meetings.push_back(std::async(std::launch::async, meet_silence, std::ref(*stores[i]),
                                      std::ref(silences[i])));
    }
    for (std::size_t i = 0; i < silences.size(); ++i) {
        auto const& silence = silences[i];
        auto const met = meetings[i].get();
        auto const failure = failure_of(met.outcome);
        INFO(silence.operation << (silence.direction == to_server ? " to the server "
                                                                  : " to the client ")
                               << silence.after << (silence.lasting ? " for long" : ""));
        INFO(failure.value_or(Error(Errc::invalid_argument, "It succeeded.")));
        CHECK(met.works_again);
        if (silence.errors.empty()) {
            CHECK((description(met.outcome) == met.expected || silence.operation == "find"));
            CHECK_FALSE(failure);
        } else {
            REQUIRE(failure);
            CHECK(std::ranges::count(silence.errors, failure->code()) == 1);
        }
    }
}

// The server ends no connection for that, since to it the statements are not at their end yet.
TEST_CASE("a node that falls silent in the middle of what it sends does not keep the counter") {
    human_support::PostgresqlOptions options;
    options.timeout = std::chrono::milliseconds(300);
    ProxiedStore store(options);
    auto const operation = operation_named("change");
    auto task = operation.prepare(store);
    store.proxy().pass();
    note(store, task, operation.act(store.repository(), task));
    int const sent = store.proxy().messages(Direction::to_server);

    task = operation.prepare(store);
    int const number = GENERATE_COPY(sent / 2 - 2, sent - 5); // in the first trip and the second
    store.proxy().arm({Direction::to_server, number, false, Then::fall_silent});
    auto const outcome = operation.act(store.repository(), task);
    REQUIRE(store.proxy().has_failed());
    std::vector const batch{Write::store(distinct_record("another", "text"), Anything{})};
    auto const written = store.other().write(std::span(batch));
    CHECK(written);
    note(store, {batch}, written);
    store.proxy().pass();
    note(store, task, outcome);
    wait_until_true("a node that works", [&] { return store.fault().empty(); });
}
