// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/postgresql_repository.hpp>

#include "postgresql/engine/opening.hpp"
#include "support/catch.hpp"
#include "support/group_commit.hpp"
#include "support/sample_record.hpp"

#include <array>
#include <string>
#include <utility>
#include <vector>

using namespace human_support;
using namespace human_support::tests;

TEST_CASE("Threads that write to PostgreSQL at once share commits, and each has its answer") {
    require_shared_commits(*opened(shared_server().fresh_schema()));
}

TEST_CASE("Calls to PostgreSQL that share a commit keep their own expectations") {
    require_own_expectations(*opened(shared_server().fresh_schema()));
}

TEST_CASE("Of several threads that expect the same revision on PostgreSQL, one succeeds") {
    require_one_success(*opened(shared_server().fresh_schema()));
}

TEST_CASE("Threads of two repositories on one schema each have their answers") {
    auto const place = shared_server().fresh_schema();
    std::array const repositories{opened(place), opened(place)};
    std::atomic<bool> all_stored = true;
    auto const calls = repeat_on_threads(
        [&](int thread) {
            auto const record = sample_record(bot_of(thread));
            auto const which = static_cast<std::size_t>(thread) % repositories.size();
            auto const revision = store(*repositories[which], record);
            auto const found = repositories[1 - which]->find(record.chatbot_id);
            all_stored = all_stored && revision && found && (*found)->revision == *revision;
        },
        [&] {
            return repositories[0]->counters().merged_calls >= 20 &&
                   repositories[1]->counters().merged_calls >= 20;
        });
    REQUIRE(all_stored);
    auto const mark = repositories[0]->changes(std::nullopt, 0).value().mark;
    REQUIRE(mark.revision == static_cast<Revision>(calls));
}

TEST_CASE("Large batches and purges on PostgreSQL wait for their turn like everybody") {
    auto const repository = opened(shared_server().fresh_schema());
    require_turns_of_large_batches(*repository, 5);
}
