// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/postgresql_repository.hpp>

#include "faults/crash/heard_lines.hpp"
#include "faults/crash/store_state.hpp"
#include "faults/crash/writer_processes.hpp"
#include "faults/fault_rounds.hpp"
#include "postgresql/postgresql_server.hpp"
#include "support/catch.hpp"
#include "support/random_settings.hpp"
#include "support/sample_record.hpp"

#include <climits>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

using namespace human_support;
using namespace human_support::tests;

namespace {

bool hear_next(WriterProcesses& writers, CallHistory& history) {
    auto const line = writers.next_line();
    if (line) {
        hear(history, *line);
    }
    return line.has_value();
}

/// Writes by `node`, which waits for commits under way. Tells `history` of it.
void write_after_all(PostgresqlRepository& node, CallHistory& history, int number) {
    auto const id = "probe-" + std::to_string(number);
    std::vector const writes{Write::store(sample_record("probe"), Anything{})};
    history.announced(id, writes);
    auto const results = node.write(std::span(writes));
    history.answered(id, results);
    REQUIRE(results);
}

} // namespace

TEST_CASE("nodes that are killed while they write lose nothing, and hold nobody up") {
    Random random;
    INFO("HUMAN_SUPPORT_TEST_SEED=" << random.seed());
    auto const conninfo = shared_server().fresh_schema();
    std::shared_ptr<PostgresqlRepository> const node =
        PostgresqlRepository::open(conninfo, {.readers = 1}).value();
    StoreState state;
    std::uint64_t next_content = 1;
    for (int round = 0; round < 6 * fault_rounds(); ++round) {
        CallHistory history(state);
        std::vector<std::vector<std::string>> arguments;
        for (auto const* name : {"one", "two"}) {
            arguments.push_back({conninfo, name, std::to_string(random.up_to(INT_MAX)),
                                 std::to_string(next_content)});
            next_content += 1'000'000; // more than a process stores before it is killed
        }
        WriterProcesses writers(POSTGRESQL_CRASH_WRITER, arguments);
        for (auto lines = random.up_to(300); lines > 0; --lines) {
            hear_next(writers, history);
        }
        writers.kill(random.up_to(1));
        // The other one goes on.
        auto const mark = node->changes(std::nullopt, 0).value().mark;
        while (history.last_revision() <= mark.revision) {
            hear_next(writers, history);
        }
        writers.kill_all();
        while (hear_next(writers, history)) {
        }
        write_after_all(*node, history, round);
        state = read_store(node);
        REQUIRE(history.faults(state) == CallHistory::Faults{});
    }
}
