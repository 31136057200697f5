// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/system_clock_and_ids.hpp>

#include "support/catch.hpp"

#include <future>
#include <set>
#include <vector>

using namespace human_support;

TEST_CASE("The system's clock tells the time to the millisecond") {
    auto const clock_and_ids = system_clock_and_ids();
    auto const to_milliseconds = [](auto time) {
        return std::chrono::floor<std::chrono::milliseconds>(time);
    };

    auto const before = to_milliseconds(std::chrono::system_clock::now());
    auto const now = clock_and_ids.now();
    auto const after = to_milliseconds(std::chrono::system_clock::now());

    CHECK(before <= now);
    CHECK(now <= after);
}

TEST_CASE("The system's ids are UUIDs v4, and no two are the same, from any thread") {
    auto const clock_and_ids = system_clock_and_ids();
    auto const draw = [&] {
        std::vector<boost::uuids::uuid> ids;
        for (int i = 0; i < 250; ++i) {
            ids.push_back(clock_and_ids.new_id());
        }
        return ids;
    };
    std::vector<std::future<std::vector<boost::uuids::uuid>>> running;
    for (int thread = 0; thread < 4; ++thread) {
        running.push_back(std::async(std::launch::async, draw));
    }

    std::set<boost::uuids::uuid> all;
    for (auto& thread : running) {
        for (auto const& id : thread.get()) {
            CHECK(id.version() == boost::uuids::uuid::version_random_number_based);
            CHECK(id.variant() == boost::uuids::uuid::variant_rfc_4122);
            all.insert(id);
        }
    }
    CHECK(all.size() == 1000);
}
