// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/memory_repository.hpp>

#include "faults/failing_allocations.hpp"
#include "support/catch.hpp"
#include "support/sample_record.hpp"

#include <array>

using namespace human_support;

TEST_CASE(
    "A batch that runs out of memory at any allocation stores nothing, and can be done again") {
    std::array const batch{Write::store(sample_record("changed"), Anything{}),
                           Write::erase(sample_record("erased").chatbot_id),
                           Write::store(sample_record("new"), Absent{})};
    std::array const before{Write::store(sample_record("changed"), Absent{}),
                            Write::store(sample_record("erased"), Absent{})};
    auto const failures = GENERATE(Failures::one, Failures::all_from_there_on);
    for (EachAllocation each(Allocator::operator_new, failures); each.next();) {
        INFO("allocation " << each.number());
        MemoryRepository repository;
        REQUIRE(repository.write(before));
        auto const written = each.run([&] { return repository.write(batch); });
        if (!written) {
            auto const feed = repository.changes(std::nullopt, 10).value();
            REQUIRE(feed.changes.size() == 2);
            REQUIRE(feed.mark.revision == 2);
            REQUIRE(*repository.find(sample_record("new").chatbot_id) == nullptr);
            REQUIRE(repository.list({}).value().records.size() == 2);
            REQUIRE(repository.write(batch));
        }
        auto const feed = repository.changes(std::nullopt, 10).value();
        REQUIRE(feed.changes.size() == 3);
        REQUIRE(feed.mark.revision == 5);
        REQUIRE(repository.list({}).value().records.size() == 2);
    }
}
