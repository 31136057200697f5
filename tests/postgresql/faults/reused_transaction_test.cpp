// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/postgresql_repository.hpp>

#include "faults/distinct_record.hpp"
#include "postgresql/cutting_proxy.hpp"
#include "postgresql/patience.hpp"
#include "postgresql/postgresql_server.hpp"
#include "support/catch.hpp"

#include <chrono>
#include <cstdint>
#include <future>
#include <memory>
#include <string>

using namespace human_support;
using namespace human_support::tests;

namespace {

std::unique_ptr<PostgresqlRepository> open_patiently(std::string const& conninfo) {
    return PostgresqlRepository::open(conninfo, {.timeout = std::chrono::seconds(60), .readers = 1})
        .value();
}

Write change(std::string const& chatbot_id, std::string const& text) {
    return Write::store(distinct_record(chatbot_id, text), Anything{});
}

} // namespace

// The server's crash makes it forget a transaction that it had not written to its disk, and it
// gives the number to the next one, so that it says of the number: committed.
TEST_CASE("a transaction that a crash undid is not taken for the one that has its number now") {
    PostgresqlServer server(
        {.settings = {"wal_writer_delay = 10s", "autovacuum = off", "bgwriter_delay = 10s"}});
    CuttingProxy proxy(server.socket());
    auto const node = open_patiently(proxy.conninfo());
    REQUIRE(node->write(change("any", "first")));
    proxy.pass();
    REQUIRE(node->write(change("any", "second")));
    int const commit = proxy.messages(Direction::to_server) - 3;

    std::uint64_t unclear = 0;
    for (std::string const chatbot_id : {"another", "any"}) {
        INFO(chatbot_id);
        REQUIRE(node->write(change("any", "third"))); // with a connection that it has
        server.execute("CHECKPOINT");
        proxy.arm({Direction::to_server, commit, false, Then::fall_silent});
        auto written =
            std::async(std::launch::async, [&] { return node->write(change("any", "undone")); });
        wait_until_true("the commit", [&] { return proxy.has_failed(); });
        auto const number = server.execute(
            "SELECT backend_xid FROM pg_stat_activity WHERE backend_xid IS NOT NULL");
        server.kill_all();
        server.start();
        auto const other = open_patiently(server.conninfo());
        auto const came = other->write(change(chatbot_id, "came"));
        REQUIRE(came);
        REQUIRE(server.execute("SELECT xmin FROM human_support_settings WHERE revision = " +
                               std::to_string(came->revision)) == number);

        proxy.pass(); // with what the crash has left of the connection
        CHECK(written.get() == Errc::outcome_unknown);
        CHECK(node->counters().unclear_commits == ++unclear);
        auto const found = node->find(ChatbotId::parse("any").value()).value();
        REQUIRE(found);
        CHECK(found->updated_by == (chatbot_id == "any" ? "came" : "third"));
    }
}
