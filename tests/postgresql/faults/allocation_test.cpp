// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/postgresql_repository.hpp>

#include "faults/failing_allocations.hpp"
#include "faults/fault_rounds.hpp"
#include "postgresql/faults/operations.hpp"
#include "postgresql/postgresql_server.hpp"
#include "support/catch.hpp"
#include "support/sample_record.hpp"

#include <optional>
#include <string>

using namespace human_support;
using namespace human_support::tests;

namespace {

/// What came of an operation in which an allocation failed.
struct OutOfMemory {
    Task const& task;
    std::optional<Outcome> const& outcome; ///< none if std::bad_alloc came out of it
    std::string const& text;               ///< what it answers if none fails
};

/// Does `operation` again and again, each time with another allocation of ours failing: the next,
/// or one that is not far.
template <class Check>
void fail_each_allocation(ProxiedStore& store, Operation const& operation, Failures failures,
                          Check const& check) {
    INFO(operation.name);
    auto const first = operation.prepare(store);
    auto const answer = operation.act(store.repository(), first);
    note(store, first, answer);
    auto text = description(answer);
    bool const all = operation.name == "change" || fault_rounds() > 1;
    for (EachAllocation each(Allocator::operator_new, failures, all ? 1 : 7); each.next();) {
        INFO("allocation " << each.number());
        auto const task = operation.prepare(store);
        auto const outcome = each.run([&] { return operation.act(store.repository(), task); });
        if (outcome) {
            note(store, task, *outcome);
        }
        if (operation.reads) { // what it finds changes with the store
            text = description(operation.act(store.other(), task));
        }
        check(OutOfMemory{task, outcome, text});
        REQUIRE(store.fault() == "");
    }
}

} // namespace

TEST_CASE("a read that runs out of memory throws, and the next one gets its own answer") {
    ProxiedStore store;
    auto const failures = GENERATE(Failures::one, Failures::all_from_there_on);
    for (auto const& operation : read_operations()) {
        fail_each_allocation(store, operation, failures, [](OutOfMemory const& met) {
            REQUIRE((!met.outcome || description(*met.outcome) == met.text));
        });
    }
}

TEST_CASE("a write that runs out of memory throws and stores nothing, or does not know") {
    ProxiedStore store;
    auto const failures = GENERATE(Failures::one, Failures::all_from_there_on);
    for (auto const& operation : write_operations()) {
        fail_each_allocation(store, operation, failures, [](OutOfMemory const& met) {
            auto const failure = met.outcome ? failure_of(*met.outcome) : std::nullopt;
            if (failure) {
                REQUIRE(failure == Errc::outcome_unknown);
            } else if (met.outcome) {
                REQUIRE(description(*met.outcome) == met.text);
            }
        });
    }
}

TEST_CASE("a purge that runs out of memory can be done again") {
    ProxiedStore store;
    auto const failures = GENERATE(Failures::one, Failures::all_from_there_on);
    fail_each_allocation(store, purge_operation(), failures, [&](OutOfMemory const& met) {
        if (met.outcome) {
            REQUIRE(description(*met.outcome) == met.text);
        } else {
            auto const again = description(purge_operation().act(store.repository(), met.task));
            REQUIRE((again == "0" || again == "1"));
        }
    });
}

TEST_CASE("an opening that runs out of memory throws, and the next one succeeds") {
    auto const conninfo = shared_server().fresh_schema();
    for (EachAllocation each(Allocator::operator_new, Failures::one, fault_rounds() > 1 ? 1 : 13);
         each.next();) {
        INFO("allocation " << each.number());
        auto const text = each.number() % 2 == 0
                              ? shared_server().fresh_schema("application_name=opened")
                              : conninfo + " application_name=opened";
        auto const opened =
            each.run([&] { return PostgresqlRepository::open(text, {.readers = 1}); });
        REQUIRE((!opened || *opened));
        auto const again = PostgresqlRepository::open(text, {.readers = 1});
        REQUIRE(again);
        REQUIRE(store(**again, sample_record("probe")));
    }
    shared_server().wait_until( // nothing keeps a connection
        "SELECT count(*) = 0 FROM pg_stat_activity WHERE application_name = 'opened'");
}
