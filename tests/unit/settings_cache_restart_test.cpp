// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/settings_cache.hpp>

#include "support/cached_storage.hpp"
#include "support/catch.hpp"
#include "support/intercepted_repository.hpp"
#include "support/temporary_folder.hpp"

#include <human_support/sqlite_repository.hpp>

#include <memory>
#include <optional>

using namespace human_support;

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
