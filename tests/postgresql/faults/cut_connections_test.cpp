// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/postgresql_repository.hpp>

#include "faults/fault_rounds.hpp"
#include "postgresql/faults/operations.hpp"
#include "postgresql/postgresql_server.hpp"
#include "support/catch.hpp"
#include "support/sample_record.hpp"

#include <functional>
#include <set>
#include <string>

using namespace human_support;
using namespace human_support::tests;

namespace {

std::string as_text(MessageFault const& fault) {
    return std::string("message ") + std::to_string(fault.number) +
           (fault.direction == Direction::to_server ? " to the server" : " to the client") +
           (fault.delivered ? ", delivered" : ", lost");
}

/// Calls `meet(fault)` for messages that `act` makes go through the proxy, in each direction,
/// whether they are delivered or not: every one of `stride`, and the last three, which are those of
/// a commit.
void for_each_cut(CuttingProxy& proxy, int stride, std::function<void()> const& act,
                  std::function<void(MessageFault const&)> const& meet) {
    act(); // the first time there may be more to do
    proxy.pass();
    act();
    int const sent = proxy.messages(Direction::to_server);
    int const received = proxy.messages(Direction::to_client);
    REQUIRE(sent > 0);
    REQUIRE(received > 0);
    for (auto const direction : {Direction::to_server, Direction::to_client}) {
        int const count = 2 * (direction == Direction::to_server ? sent : received);
        for (int place = 0; place < count; ++place) {
            if (place % stride == 0 || place >= count - 6) {
                MessageFault const fault{direction, 1 + place / 2, place % 2 == 1};
                INFO(as_text(fault));
                meet(fault);
            }
        }
    }
}

/// What an operation answered that met a fault.
struct Met {
    Task const& task;
    Outcome const& outcome;
    std::string const& text; ///< what it answers without a fault
};

/// Does `operation` with a fault at each message in turn.
void meet_each_cut(ProxiedStore& store, Operation const& operation, bool lasting, int stride,
                   std::function<void(Met const&)> const& check) {
    INFO(operation.name);
    std::string text;
    auto const act = [&] {
        auto const task = operation.prepare(store);
        auto const outcome = operation.act(store.repository(), task);
        note(store, task, outcome);
        REQUIRE_FALSE(failure_of(outcome));
        text = description(outcome);
    };
    for_each_cut(store.proxy(), fault_rounds() > 1 ? 1 : stride, act, [&](MessageFault fault) {
        fault.lasting = lasting;
        auto const task = operation.prepare(store);
        store.proxy().arm(fault);
        auto const outcome = operation.act(store.repository(), task);
        bool const met = store.proxy().has_failed();
        store.proxy().pass();
        note(store, task, outcome);
        INFO(failure_of(outcome).value_or(Error(Errc::invalid_argument, "It succeeded.")));
        REQUIRE(met);
        if (operation.reads) { // what it finds changes with the store
            text = description(operation.act(store.other(), task));
        }
        check({task, outcome, text});
        REQUIRE(store.fault() == "");
    });
}

void check_success(Met const& met) { REQUIRE(description(met.outcome) == met.text); }

/// Whether the first of the writes is there.
bool is_stored(ProxiedStore& store, Task const& task) {
    auto const& write = task.writes.front();
    auto const found = store.other().find(write.chatbot_id()).value();
    return write.record() == nullptr ? found == nullptr
                                     : found && found->updated_by == write.record()->updated_by;
}

/// Opens, writes and reads. Checks that an error is one that a cut explains.
bool opens(std::string const& conninfo) {
    auto const repository = PostgresqlRepository::open(conninfo, {.readers = 1});
    if (!repository) {
        INFO(repository.error());
        auto const code = repository.error().code();
        REQUIRE((code == Errc::storage_failed || code == Errc::busy));
        return false;
    }
    auto const revision = store(**repository, sample_record("probe"));
    REQUIRE(revision);
    REQUIRE((*repository)->find(sample_record("probe").chatbot_id).value()->revision == *revision);
    return true;
}

} // namespace

TEST_CASE("a read goes on with a new connection, whichever message its connection is cut at") {
    ProxiedStore store;
    for (auto const& operation : read_operations()) {
        meet_each_cut(store, operation, false, operation.name == "find" ? 1 : 3, check_success);
    }
}

TEST_CASE("a write goes on with a new connection, whichever message its connection is cut at, and "
          "knows what became of its commit") {
    ProxiedStore store;
    for (auto const& operation : write_operations()) {
        auto const unclear = store.repository().counters().unclear_commits;
        meet_each_cut(store, operation, false, operation.name == "change" ? 1 : 5, check_success);
        bool const commits = operation.name != "refused write";
        CHECK((store.repository().counters().unclear_commits > unclear) == commits);
    }
}

TEST_CASE("a purge whose connection is cut may fail, and the next one does what is left") {
    ProxiedStore store;
    meet_each_cut(store, purge_operation(), false, 2, [&](Met const& met) {
        if (auto const failure = failure_of(met.outcome)) {
            REQUIRE(failure == Errc::storage_failed);
            auto const again = purge_operation().act(store.repository(), met.task);
            REQUIRE((description(again) == "0" || description(again) == "1"));
        } else {
            check_success(met);
        }
    });
}

TEST_CASE("a read fails while there is no connection to be had, and works afterwards") {
    ProxiedStore store;
    for (auto const& operation : read_operations()) {
        meet_each_cut(store, operation, true, 5, [](Met const& met) {
            if (auto const failure = failure_of(met.outcome)) {
                REQUIRE(failure == Errc::storage_failed);
            } else {
                check_success(met);
            }
        });
    }
}

TEST_CASE("a write says that nothing is stored, or does not know, while there is no connection to "
          "be had") {
    ProxiedStore store;
    for (auto const& operation : write_operations()) {
        std::set<bool> stored; // after an unknown outcome
        auto const check = [&](Met const& met) {
            auto const failure = failure_of(met.outcome);
            if (!failure) {
                check_success(met);
            } else if (failure == Errc::outcome_unknown) {
                REQUIRE(operation.name != "refused write");
                stored.insert(is_stored(store, met.task));
            } else {
                REQUIRE(failure == Errc::storage_failed);
            }
        };
        meet_each_cut(store, operation, true, operation.name == "change" ? 2 : 11, check);
        CHECK((operation.name != "change" || stored.size() == 2));
    }
}

TEST_CASE("an opening that is cut fails or succeeds as a whole, and the next one succeeds") {
    CuttingProxy proxy(shared_server().socket());
    bool const is_empty = GENERATE(true, false);
    auto conninfo = shared_server().fresh_schema(proxy.conninfo());
    REQUIRE(opens(conninfo));
    int failed = 0;
    for_each_cut(
        proxy, fault_rounds() > 1 ? 1 : 29, [&] { REQUIRE(opens(conninfo)); },
        [&](MessageFault const& fault) {
            if (is_empty) {
                conninfo = shared_server().fresh_schema(proxy.conninfo());
            }
            proxy.arm(fault);
            failed += opens(conninfo) ? 0 : 1;
            REQUIRE(proxy.has_failed());
            proxy.pass();
            REQUIRE(opens(conninfo));
        });
    CHECK(failed > 0);
}
