// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/postgresql_repository.hpp>

#include "faults/crash/store_state.hpp"
#include "faults/fault_rounds.hpp"
#include "postgresql/faults/running_writers.hpp"
#include "postgresql/postgresql_server.hpp"
#include "support/catch.hpp"
#include "support/random_settings.hpp"

#include <memory>
#include <string>
#include <vector>

using namespace human_support;
using namespace human_support::tests;

namespace {

using Faults = std::vector<std::string>;

std::shared_ptr<PostgresqlRepository> open_node(std::string const& conninfo) {
    return PostgresqlRepository::open(conninfo, {.readers = 2}).value();
}

} // namespace

TEST_CASE("a server that is killed while two nodes write loses nothing that is stored, and they "
          "go on") {
    Random random;
    INFO("HUMAN_SUPPORT_TEST_SEED=" << random.seed());
    PostgresqlServer server({.fsync = true});
    auto const one = open_node(server.conninfo());
    auto const other = open_node(server.conninfo());
    RunningWriters writers({"a", "b", "c", "d", "e", "f"}, random.seed());
    StoreState state;
    for (int round = 0; round < 3 * fault_rounds(); ++round) {
        CallHistory history(state);
        writers.start({one, other}, history);
        writers.await_stored(random.up_to(100));
        server.kill_all();
        Faults faults;
        if (random.coin()) { // so that nothing is written over what is left
            faults = writers.stop();
            server.start();
        } else {
            server.start();
            writers.await_stored(1 + random.up_to(20));
            faults = writers.stop();
        }
        CHECK(faults == Faults{});
        state = read_store(open_node(server.conninfo()));
        REQUIRE(history.faults(state) == Faults{});
    }
    CHECK(one->counters().reconnects > 0);
    CHECK(other->counters().reconnects > 0);
}
