// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/settings_cache.hpp>

#include "support/catch.hpp"
#include "support/intercepted_repository.hpp"
#include "support/sample_record.hpp"

#include <human_support/memory_repository.hpp>
#include <human_support/testing/failing_repository.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

using namespace human_support;

TEST_CASE("Threads that miss one chatbot at the same time ask the storage once") {
    auto const memory = std::make_shared<MemoryRepository>();
    REQUIRE(store(*memory, sample_record("a")));
    testing::FailingRepository storage(memory);
    SettingsCacheOptions options;
    options.own_thread = false;
    options.staleness_without_storage = std::chrono::hours(1);
    SettingsCache cache(storage, options);
    REQUIRE(cache.refresh());
    storage.block({testing::Verb::find});
    std::atomic<int> found = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            found += cache.find_cached(ChatbotId::parse("a").value()).value().record ? 1 : 0;
        });
    }
    CHECK(storage.wait_until_blocked());
    while (cache.counters().misses < 4) { // each of them missed, and found the load or began it
        std::this_thread::yield();
    }
    storage.recover();
    for (auto& thread : threads) {
        thread.join();
    }
    CHECK(found == 4);
    CHECK(cache.counters().loads == 1);
}

TEST_CASE("A thread that keeps records of a cache that is gone reads none of them in the next") {
    auto const id = ChatbotId::parse("a").value();
    std::optional<SettingsCache> cache; // always at the same address
    for (int i = 0; i < 3; ++i) {
        MemoryRepository storage;
        SettingsCacheOptions options;
        options.own_thread = false;
        cache.emplace(storage, options);
        REQUIRE(cache->refresh());
        CHECK_FALSE(cache->find_cached(id).value().record);
        REQUIRE(store(*cache, sample_record("a")));
        CHECK(cache->find_cached(id).value().record->epoch == storage.find(id).value()->epoch);
        cache.reset();
    }
}

TEST_CASE("A cache with a thread of its own notices what others write, and stops") {
    MemoryRepository storage;
    SettingsCacheOptions options;
    options.staleness = std::chrono::milliseconds(2);
    SettingsCache cache(storage, options);
    auto const id = ChatbotId::parse("a").value();
    CHECK(cache.find_cached(id));
    REQUIRE(store(storage, sample_record("a")));
    while (!cache.find_cached(id).value().record) {
        std::this_thread::yield();
    }
}

TEST_CASE("No thread sees a chatbot go backwards while others write and refresh") {
    MemoryRepository storage;
    SettingsCacheOptions options;
    options.own_thread = false;
    options.records = 2; // evicts all the time
    options.absences = 1;
    SettingsCache cache(storage, options);
    REQUIRE(cache.refresh());
    std::atomic<bool> goes_on = true;
    std::atomic<int> backwards = 0;
    std::vector<std::thread> threads;
    for (int reader = 0; reader < 2; ++reader) {
        threads.emplace_back([&] {
            std::map<std::string, Revision> last;
            while (goes_on) {
                for (auto const* text : {"a", "b", "c"}) {
                    auto const found = cache.find_cached(ChatbotId::parse(text).value());
                    if (found && found->record) {
                        backwards += found->record->revision < last[text] ? 1 : 0;
                        last[text] = found->record->revision;
                    }
                }
            }
        });
    }
    threads.emplace_back([&] {
        while (goes_on) {
            (void)cache.refresh();
        }
    });
    for (int i = 0; i < 2000; ++i) {
        for (auto const* text : {"a", "b", "c"}) {
            REQUIRE(store(i % 2 == 0 ? static_cast<SettingsRepository&>(cache) : storage,
                          sample_record(text)));
        }
    }
    goes_on = false;
    for (auto& thread : threads) {
        thread.join();
    }
    CHECK(backwards == 0);
}
