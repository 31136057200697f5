// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/memory_repository.hpp>

#include "faults/failing_allocations.hpp"
#include "support/catch.hpp"
#include "support/sample_record.hpp"

#include <array>
#include <new>

using namespace human_support;

TEST_CASE(
    "A batch that runs out of memory at any allocation stores nothing, and can be done again") {
    std::array const batch{Write::store(sample_record("changed"), Anything{}),
                           Write::erase(sample_record("erased").chatbot_id),
                           Write::store(sample_record("new"), Absent{})};
    std::array const before{Write::store(sample_record("changed"), Absent{}),
                            Write::store(sample_record("erased"), Absent{})};
    bool stored = false;
    int failures = 0;
    for (; !stored; ++failures) {
        INFO("allocation " << failures);
        REQUIRE(failures < 1000);
        MemoryRepository repository;
        REQUIRE(repository.write(before));
        try {
            FailingAllocation const failing(failures);
            stored = repository.write(batch).has_value();
        } catch (std::bad_alloc const&) {
            stored = false;
        }
        if (!stored) {
            auto const feed = repository.changes(std::nullopt, 10).value();
            REQUIRE(feed.changes.size() == 2);
            REQUIRE(feed.mark.revision == 2);
            REQUIRE(*repository.find(sample_record("new").chatbot_id) == nullptr);
            REQUIRE(repository.list({})->records.size() == 2);
            REQUIRE(repository.write(batch));
        }
        auto const feed = repository.changes(std::nullopt, 10).value();
        REQUIRE(feed.changes.size() == 3);
        REQUIRE(feed.mark.revision == 5);
        REQUIRE(repository.list({})->records.size() == 2);
    }
    REQUIRE(failures > 5);
}
