// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/settings_cache.hpp>

#include "support/cached_storage.hpp"
#include "support/catch.hpp"
#include "support/intercepted_repository.hpp"
#include "support/temporary_folder.hpp"

#include <human_support/sqlite_repository.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>

using namespace human_support;
using namespace std::chrono_literals;

namespace {

/// A file whose feed forgets the erasure of a chatbot, and so restarts.
struct ForgetfulStore {
    TemporaryFolder folder;
    std::shared_ptr<SqliteRepository> others =
        SqliteRepository::open(folder / "settings.db").value();
    ChatbotId erased = CachedStorage::chatbot("erased");
    SettingsCacheOptions options;

    ForgetfulStore() {
        options.own_thread = false;
        REQUIRE(store(*others, sample_record("erased")));
    }

    void erase_and_forget() {
        REQUIRE(others->write(Write::erase(erased)));
        REQUIRE(others->purge_erasures(Timestamp::max()));
    }
};

} // namespace

TEST_CASE("A restart of the feed drops a record whose erasure nobody can learn of any more") {
    ForgetfulStore storage;
    SettingsCache cache(*storage.others, storage.options);
    REQUIRE(cache.refresh());
    REQUIRE(cache.find_cached(storage.erased).value().record);
    storage.erase_and_forget();
    REQUIRE(cache.refresh());
    CHECK_FALSE(cache.find_cached(storage.erased).value().record);
}

TEST_CASE("A load that a restart of the feed overtakes asks again") {
    ForgetfulStore storage;
    LateAnswers late(*storage.others);
    SettingsCache cache(late, storage.options);
    REQUIRE(cache.refresh());
    late.after_find = [&] {
        storage.erase_and_forget();
        REQUIRE(cache.refresh());
    };
    CHECK_FALSE(cache.find_cached(storage.erased).value().record);
    CHECK_FALSE(cache.find_cached(storage.erased).value().record);
}

TEST_CASE("An erasure that the feed forgets while a preload begins leaves no record behind") {
    ForgetfulStore storage;
    InterceptedRepository intercepted(storage.others);
    SettingsCache cache(intercepted, storage.options);
    int const moment = GENERATE(1, 2, 3);
    intercepted.before_changes = [&, calls = 0]() mutable -> std::optional<Error> {
        if (++calls == moment) {
            REQUIRE(cache.find_cached(storage.erased).value().record);
            storage.erase_and_forget();
        }
        return std::nullopt;
    };
    REQUIRE(cache.preload());
    REQUIRE(cache.refresh());
    CHECK_FALSE(cache.find_cached(storage.erased).value().record);
}

TEST_CASE("A preload of a feed that restarted tells the listener, and takes in the new one") {
    ForgetfulStore storage;
    REQUIRE(store(*storage.others, sample_record("other")));
    int restarts = 0;
    storage.options.on_restart = [&] { ++restarts; };
    SettingsCache cache(*storage.others, storage.options);
    REQUIRE(cache.refresh());
    storage.erase_and_forget();
    REQUIRE(cache.preload());
    CHECK(restarts == 1);
    CHECK(cache.counters().is_complete);
    CHECK(cache.find_cached(CachedStorage::chatbot("other")).value().record);
}

TEST_CASE("A feed that restarted drops everything") {
    CachedStorage host;
    host.store_by_others("bot");
    host.read("bot");
    SECTION("and goes on") {
        host.failing.fail(Errc::feed_restarted, {testing::Verb::changes, 1});
        REQUIRE(host.cache().refresh());
        CHECK_FALSE(host.is_kept("bot"));
        host.read("bot");
        CHECK(host.is_kept("bot"));
    }
    SECTION("also if the storage fails then") {
        host.failing.fail(Errc::feed_restarted, {testing::Verb::changes});
        CHECK(host.cache().refresh() == Errc::feed_restarted);
        CHECK_FALSE(host.is_kept("bot"));
        CHECK_FALSE(host.cache().counters().staleness);
        host.failing.recover();
        REQUIRE(host.cache().refresh());
    }
    auto const revision = host.store_by_others("bot");
    REQUIRE(host.cache().refresh());
    CHECK(host.read("bot") == revision);
}

TEST_CASE("Records of another store than before are not mixed with it") {
    CachedStorage host;
    host.store_by_others("bot");
    host.read("bot");
    // As if a backup had been restored: the same revisions, another epoch.
    MemoryRepository restored;
    REQUIRE(store(restored, sample_record("bot")));
    struct Switch final : SettingsRepository {
        SettingsRepository* behind;
        std::function<void()> before_find;
        explicit Switch(SettingsRepository& first) : behind(&first) {}
        Result<SettingsRecordPtr> find(ChatbotId const& id) const override {
            if (before_find) {
                before_find();
            }
            return behind->find(id);
        }
        Result<WriteResults> write(std::span<Write const> writes) override {
            return behind->write(writes);
        }
        Result<Page> list(PageRequest const& request) const override {
            return behind->list(request);
        }
        Result<FeedPage> changes(std::optional<FeedMark> const& mark,
                                 std::size_t limit) const override {
            return behind->changes(mark, limit);
        }
    } storage(*host.others);
    SettingsCache cache(storage, host.by_hand());
    REQUIRE(cache.refresh());
    auto const id = host.chatbot("bot");
    REQUIRE(cache.find_cached(id));
    storage.behind = &restored;
    SECTION("a write tells") {
        auto const revision = store(cache, sample_record("bot")).value();
        CHECK(cache.find_cached(id).value().record->revision == revision);
        CHECK(cache.find_cached(id).value().record->epoch == restored.find(id).value()->epoch);
    }
    SECTION("an answer tells") {
        storage.behind = host.others.get();
        storage.before_find = [&] {
            if (storage.behind != &restored) {
                REQUIRE(store(cache, sample_record("bot")));
                storage.behind = &restored;
            }
        };
        host.now += 1h; // so that the storage is asked
        CHECK(cache.find_cached(id).value().record->epoch == restored.find(id).value()->epoch);
    }
    SECTION("the feed tells") {
        REQUIRE(cache.refresh());
        CHECK(cache.find_cached(id).value().record->epoch == restored.find(id).value()->epoch);
    }
}
