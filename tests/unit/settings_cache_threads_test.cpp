// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/settings_cache.hpp>

#include "support/catch.hpp"
#include "support/intercepted_repository.hpp"
#include "support/sample_record.hpp"

#include <human_support/memory_repository.hpp>
#include <human_support/testing/failing_repository.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <thread>
#include <vector>

using namespace human_support;
using namespace std::chrono_literals;

namespace {

auto const the_bot = ChatbotId::parse("bot").value();

/// Two threads that read one chatbot, of which the second waits for the load of the first.
class TwoReaders {
public:
    /// What the first one's load meets once the second waits for it.
    std::function<std::optional<Error>()> meanwhile;
    std::atomic<std::chrono::nanoseconds> now{0ns};
    std::atomic<int> finds = 0;
    std::atomic<int> found = 0;
    std::atomic<int> failed = 0;
    SettingsCacheOptions options = {};

    void run() {
        auto const memory = std::make_shared<MemoryRepository>();
        REQUIRE(store(*memory, sample_record("bot")));
        InterceptedRepository storage(memory);
        options.own_thread = false;
        options.clock = [this] { return std::chrono::steady_clock::time_point(now.load()); };
        SettingsCache cache(storage, options);
        REQUIRE(cache.refresh());
        storage.before_find = [&]() -> std::optional<Error> {
            if (++finds > 1) {
                return std::nullopt;
            }
            while (cache.counters().misses <
                   2) { // each of them missed, and finds the load or is it
                std::this_thread::yield();
            }
            return meanwhile ? meanwhile() : std::nullopt;
        };
        auto const read = [&] {
            try {
                auto const result = cache.find_cached(the_bot);
                ++(result && result->record ? found : failed);
            } catch (std::bad_alloc const&) {
                ++failed;
            }
        };
        std::thread first(read);
        std::thread second(read);
        first.join();
        second.join();
    }
};

} // namespace

TEST_CASE("Threads that miss a chatbot at the same time ask the storage once") {
    TwoReaders readers;
    readers.run();
    CHECK(readers.finds == 1);
    CHECK(readers.found == 2);
}

TEST_CASE("Threads that miss a chatbot at the same time get the storage's error") {
    TwoReaders readers;
    readers.meanwhile = [] { return Error(Errc::busy); };
    readers.run();
    CHECK(readers.finds == 1);
    CHECK(readers.failed == 2);
}

TEST_CASE("A thread that waited for an answer which is too old looks again") {
    TwoReaders readers;
    readers.meanwhile = [&] {
        readers.now = 61s;
        return std::nullopt;
    };
    SECTION("than may be served") {
        readers.run();
        CHECK(readers.finds == 2);
    }
    SECTION("and is served what that left in memory, if that may be so old") {
        readers.options.staleness_without_storage = 1h;
        readers.run();
        CHECK(readers.finds == 1);
    }
    CHECK(readers.found == 2);
}

TEST_CASE("A thread that waited for a load that ran out of memory asks itself") {
    TwoReaders readers;
    readers.meanwhile = []() -> std::optional<Error> { throw std::bad_alloc(); };
    readers.run();
    CHECK(readers.finds == 2);
    CHECK(readers.found == 1);
    CHECK(readers.failed == 1);
}

TEST_CASE("A thread that keeps records of a cache that is gone reads none of them in the next") {
    std::optional<SettingsCache> cache; // always at the same address
    for (int i = 0; i < 3; ++i) {
        MemoryRepository storage;
        SettingsCacheOptions options;
        options.own_thread = false;
        cache.emplace(storage, options);
        REQUIRE(cache->refresh());
        CHECK_FALSE(cache->find_cached(the_bot).value().record);
        REQUIRE(store(*cache, sample_record("bot")));
        CHECK(cache->find_cached(the_bot).value().record->epoch ==
              storage.find(the_bot).value()->epoch);
        cache.reset();
    }
}

TEST_CASE("Reads of threads that have ended stay counted") {
    MemoryRepository storage;
    SettingsCacheOptions options;
    options.own_thread = false;
    SettingsCache cache(storage, options);
    REQUIRE(cache.refresh());
    std::thread([&] {
        for (int i = 0; i < 3; ++i) {
            CHECK(cache.find_cached(the_bot));
        }
    }).join();
    CHECK(cache.counters().hits == 2);
}

TEST_CASE("A cache with a thread of its own notices what others write, and stops") {
    auto const memory = std::make_shared<MemoryRepository>();
    InterceptedRepository storage(memory);
    std::atomic<int> looks = 0;
    storage.before_changes = [&]() -> std::optional<Error> {
        if (++looks == 2) {
            throw std::bad_alloc(); // which ends only this look
        }
        return std::nullopt;
    };
    SettingsCacheOptions options;
    options.staleness = 2ms;
    options.staleness_without_storage = 1h;
    SettingsCache cache(storage, options);
    while (!cache.try_find_cached(the_bot)) {
        REQUIRE(cache.find_cached(the_bot)); // is not served from memory before the first look
    }
    auto const revision = store(*memory, sample_record("bot")).value();
    for (;;) {
        auto const kept = cache.find_cached(the_bot).value();
        if (kept.record && kept.record->revision == revision) {
            break;
        }
        std::this_thread::yield();
    }
    CHECK(looks > 2);
}

TEST_CASE("A cache that may serve nothing needs no thread") {
    auto const memory = std::make_shared<MemoryRepository>();
    InterceptedRepository storage(memory);
    int looks = 0;
    storage.before_changes = [&] {
        ++looks;
        return std::nullopt;
    };
    SettingsCacheOptions options;
    options.staleness = 0ms;
    {
        SettingsCache cache(storage, options);
        CHECK(cache.find_cached(the_bot));
    }
    CHECK(looks == 0);
}

TEST_CASE("A look into the feed that the storage blocks stops no reader") {
    MemoryRepository memory;
    REQUIRE(store(memory, sample_record("bot")));
    testing::FailingRepository storage(memory);
    SettingsCacheOptions options;
    options.own_thread = false;
    SettingsCache cache(storage, options);
    REQUIRE(cache.refresh());
    REQUIRE(cache.find_cached(the_bot));
    storage.block({testing::Verb::changes});
    std::thread blocked([&] { CHECK(cache.refresh()); });
    CHECK(storage.wait_until_blocked());
    CHECK(cache.find_cached(the_bot).value().record);
    CHECK(cache.find_cached(ChatbotId::parse("another").value()));
    CHECK(store(cache, sample_record("bot")));
    CHECK(cache.counters().failures == 0);
    storage.recover();
    blocked.join();
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
                    auto const found = cache.find_cached(ChatbotId::parse(text).value()).value();
                    if (found.record) {
                        backwards += found.record->revision < last[text] ? 1 : 0;
                        last[text] = found.record->revision;
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
