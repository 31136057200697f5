// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/postgresql_repository.hpp>

#include "postgresql/engine/opening.hpp"
#include "support/catch.hpp"
#include "support/sample_record.hpp"

#include <chrono>
#include <future>

using namespace human_support;
using namespace human_support::tests;
using namespace std::chrono_literals;

namespace {

auto const kept = sample_record("kept");

/// That reads and writes go on, and the revisions after `revision`.
void require_going_on(PostgresqlRepository& repository, Revision revision) {
    REQUIRE(repository.find(kept.chatbot_id).value()->revision == revision);
    REQUIRE(store(repository, kept).value() == revision + 1);
    REQUIRE(repository.list({}).value().records.size() == 1);
    REQUIRE(repository.changes(std::nullopt, 10).value().mark.revision == revision + 1);
}

} // namespace

TEST_CASE("Reads and writes go on after a restart of the server") {
    PostgresqlServer server;
    auto const repository = opened(server.conninfo());
    REQUIRE(store(*repository, kept));
    REQUIRE(repository->counters().connections == 2);
    server.restart();
    require_going_on(*repository, 1);
    CHECK(repository->counters().reconnects == 2);
    CHECK(repository->counters().retries == 2);
    CHECK(repository->counters().connections == 2);
    CHECK(repository->counters().commits == 2);
    CHECK(repository->counters().unclear_commits == 0);
}

TEST_CASE("Reads, writes and purges go on after the end of their connections") {
    auto const place = shared_server().fresh_schema("application_name=lost");
    auto const repository = opened(place);
    REQUIRE(store(*repository, kept));
    REQUIRE(store(*repository, sample_record("erased")));
    REQUIRE(repository->write(Write::erase(sample_record("erased").chatbot_id)));
    end_connections(shared_server(), "lost");
    CHECK(repository->purge_erasures(Timestamp::max()).value() == 1);
    end_connections(shared_server(), "lost");
    CHECK(store(*repository, kept).value() == 4);
    CHECK(repository->find(kept.chatbot_id).value()->revision == 4);
    end_connections(shared_server(), "lost");
    CHECK(repository->list({}).value().records.size() == 1);
    CHECK(repository->counters().reconnects == 4);
}

TEST_CASE("While the server is stopped calls are storage_failed, and go on once it is back") {
    PostgresqlServer server;
    auto const repository = opened(server.conninfo());
    REQUIRE(store(*repository, kept));
    server.stop();
    for (int i = 0; i < 2; ++i) { // with and without a connection that was lost
        CHECK(repository->find(kept.chatbot_id) == Errc::storage_failed);
        CHECK(repository->list({}) == Errc::storage_failed);
        CHECK(repository->changes(std::nullopt, 1) == Errc::storage_failed);
        CHECK(store(*repository, kept) == Errc::storage_failed);
        CHECK(repository->purge_erasures(Timestamp::max()) == Errc::storage_failed);
    }
    CHECK(repository->counters().connections == 0);
    server.start();
    require_going_on(*repository, 1);
    CHECK(repository->counters().connections == 2);
}

TEST_CASE("While the server answers nothing calls are busy in time, and go on afterwards") {
    PostgresqlServer server;
    auto const repository = opened(server.conninfo(), {.timeout = 200ms});
    REQUIRE(store(*repository, kept));
    server.pause();
    auto const began = std::chrono::steady_clock::now();
    auto stored = std::async(std::launch::async, [&] { return store(*repository, kept); });
    CHECK(repository->find(kept.chatbot_id) == Errc::busy);
    CHECK(stored.get() == Errc::busy);
    CHECK(std::chrono::steady_clock::now() - began < 20s);
    server.resume();
    require_going_on(*repository, 1);
}
