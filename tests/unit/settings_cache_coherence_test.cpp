// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/settings_cache.hpp>

#include "support/cached_storage.hpp"
#include "support/catch.hpp"

#include <chrono>
#include <string_view>

using namespace human_support;

namespace {

/// A host whose cache takes in the whole feed, or not.
struct RacingHost : CachedStorage {
    RacingHost() {
        if (GENERATE(false, true)) {
            REQUIRE(cache().preload());
        }
        (void)cache();
    }
};

} // namespace

TEST_CASE("An answer from before a change is not kept") {
    RacingHost host;
    bool const is_own = GENERATE(false, true);
    bool const is_there = GENERATE(false, true);
    if (is_there) {
        host.store_by_others("bot");
    }
    host.forget("bot");
    Revision newest = no_revision;
    auto const write = [&] {
        if (is_own) {
            newest = host.store_by_cache("bot");
        } else {
            newest = host.store_by_others("bot");
            REQUIRE(host.cache().refresh());
        }
    };
    SECTION("a change") { host.late.after_find = write; }
    SECTION("an erasure") {
        host.late.after_find = [&] {
            write();
            is_own ? host.erase_by_cache("bot") : host.erase_by_others("bot");
            REQUIRE(host.cache().refresh());
            newest = no_revision;
        };
    }
    SECTION("two changes, of which the second comes while the storage is asked again") {
        host.late.after_find = [&] {
            write();
            host.late.after_find = write;
        };
    }
    auto const read = host.read("bot");
    CHECK(host.read("bot") == newest);
    CHECK((read == newest || newest == no_revision));
}

TEST_CASE("An answer that is newer than a change that came meanwhile is kept") {
    RacingHost host;
    host.store_by_others("bot");
    host.read("bot");
    host.forget("bot");
    auto const first = host.store_by_others("bot");
    Revision second = no_revision;
    // The feed tells of the first change, while the storage answers with the second.
    host.late.after_page = [&] {
        second = host.store_by_others("bot");
        host.late.after_find = [] {};
        CHECK(host.read("bot") == second);
    };
    REQUIRE(host.cache().refresh());
    CHECK(second > first);
    CHECK(host.read("bot") == second);
}

TEST_CASE("Beyond the second limit, an answer and what is kept are compared") {
    RacingHost host;
    host.store_by_others("bot");
    host.read("bot");
    Revision newest = host.store_by_others("bot");
    host.now += std::chrono::hours(1);
    SECTION("nothing changed meanwhile") {}
    SECTION("a change that the answer lacks") {
        host.late.after_find = [&] { newest = host.store_by_cache("bot"); };
    }
    SECTION("a change that the answer has") {
        host.late.before_find = [&] { newest = host.store_by_cache("bot"); };
    }
    SECTION("two changes, of which the answer has both") {
        host.late.before_find = [&] {
            host.store_by_cache("bot");
            newest = host.store_by_others("bot");
        };
    }
    SECTION("an erasure that the answer lacks") {
        host.late.after_find = [&] {
            host.erase_by_cache("bot");
            newest = no_revision;
        };
    }
    SECTION("an erasure that the answer has") {
        host.late.before_find = [&] {
            host.store_by_cache("bot");
            host.erase_by_others("bot");
            newest = no_revision;
        };
    }
    SECTION("a record that was made since the answer was none") {
        host.erase_by_others("bot");
        host.late.after_find = [&] { newest = host.store_by_cache("bot"); };
    }
    SECTION("a write that found another record") {
        host.late.after_find = [&] {
            newest = host.store_by_others("bot");
            host.forget("bot");
        };
    }
    auto const read = host.read("bot"); // which may set `newest`
    CHECK(read == newest);
    REQUIRE(host.cache().refresh());
    CHECK(host.read("bot") == newest);
    CHECK(host.is_kept("bot"));
}

TEST_CASE("A page of the feed does not bring back what was erased since") {
    RacingHost host;
    host.store_by_others("bot");
    bool const is_own = GENERATE(false, true);
    host.late.after_page = [&] {
        is_own ? host.erase_by_cache("bot") : host.erase_by_others("bot");
        host.forget("bot");
        CHECK(host.read("bot") == no_revision);
        // The page is taken over after this, and says that there is a record.
    };
    REQUIRE(host.cache().refresh());
    CHECK(host.read("bot") == no_revision);
}

TEST_CASE("A page of the feed does not bring back what this process changed since") {
    RacingHost host;
    auto const old = host.store_by_others("bot");
    bool const is_kept = GENERATE(false, true);
    if (is_kept) {
        host.read("bot");
    }
    Revision newest = no_revision;
    host.late.after_page = [&] { newest = host.store_by_cache("bot"); };
    REQUIRE(host.cache().refresh());
    CHECK(newest > old);
    CHECK(host.read("bot") == newest);
    REQUIRE(host.cache().refresh());
    CHECK(host.read("bot") == newest);
}

TEST_CASE("A write that is told of late does not bring back what others changed since") {
    RacingHost host;
    bool const is_kept = GENERATE(false, true);
    host.store_by_others("bot");
    REQUIRE(host.cache().refresh());
    if (is_kept) {
        host.read("bot");
    }
    Revision newest = no_revision;
    SECTION("to another record") {
        host.late.after_write = [&] {
            newest = host.store_by_others("bot");
            REQUIRE(host.cache().refresh());
            CHECK(host.read("bot") == newest);
        };
    }
    SECTION("to none, and it was never seen before") {
        host.late.after_write = [&] {
            host.erase_by_others("new");
            REQUIRE(host.cache().refresh());
            CHECK(host.read("new") == no_revision);
        };
        host.store_by_cache("new");
        CHECK(host.read("new") == no_revision);
        return;
    }
    SECTION("to none") {
        host.late.after_write = [&] {
            host.erase_by_others("bot");
            REQUIRE(host.cache().refresh());
            CHECK(host.read("bot") == no_revision);
        };
    }
    SECTION("to none, which the feed has not told yet") {
        host.late.after_write = [&] {
            host.erase_by_others("bot");
            host.forget("bot");
            CHECK(host.read("bot") == no_revision);
        };
    }
    host.store_by_cache("bot");
    CHECK(host.read("bot") == newest);
    REQUIRE(host.cache().refresh());
    CHECK(host.read("bot") == newest);
}

TEST_CASE("What was read before the cache began to follow the feed is not kept") {
    CachedStorage host;
    host.store_by_others("bot");
    host.failing.fail(Errc::busy, {testing::Verb::changes, 1});
    host.cache(); // could not look
    Revision newest = no_revision;
    host.late.after_find = [&] {
        newest = host.store_by_others("bot");
        REQUIRE(host.cache().refresh()); // which begins after the change
    };
    auto const read = host.read("bot"); // which sets `newest`
    CHECK(read == newest);
    CHECK(host.read("bot") == newest);
}

TEST_CASE("What is kept is as of before the feed was looked into") {
    CachedStorage host;
    host.read("bot");
    host.now += std::chrono::seconds(1);
    auto const before = host.now;
    host.late.after_page = [&] { host.now += std::chrono::seconds(1); };
    REQUIRE(host.cache().refresh());
    CHECK(host.cache().find_cached(host.chatbot("bot")).value().as_of == before);
}

TEST_CASE("A thread forgets what it kept when it sees something newer that it cannot keep") {
    CachedStorage host;
    host.store_by_others("a");
    host.store_by_others("b");
    host.read("a");
    host.read("b");
    auto const newest = host.store_by_others("a");
    CHECK(host.cache().find_cached(host.chatbot("b"), [&](auto const*, auto) {
        host.now += std::chrono::hours(1); // so that the storage is asked
        CHECK(host.read("a") == newest);
        host.now -= std::chrono::hours(1);
    }));
    CHECK(host.read("a") == newest);
}

TEST_CASE("A write during a preload is not lost") {
    CachedStorage host;
    bool const is_own = GENERATE(false, true);
    host.store_by_others("bot");
    host.store_by_others("gone");
    host.cache();
    Revision newest = no_revision;
    Revision made = no_revision;
    host.late.after_page = [&] { // the first page is read, and not taken over
        SettingsRepository& by =
            is_own ? static_cast<SettingsRepository&>(host.cache()) : *host.others;
        newest = store(by, sample_record("bot")).value();
        made = store(by, sample_record("new")).value();
        REQUIRE(by.write(Write::erase(host.chatbot("gone"))));
        CHECK(host.read("bot") == newest);
        CHECK(host.read("new") == made);
        CHECK(host.read("gone") == no_revision);
        host.late.after_mark = [&] { // it is taken over
            CHECK(host.read("bot") == newest);
            CHECK(host.read("new") == made);
            CHECK(host.read("gone") == no_revision);
        };
    };
    REQUIRE(host.cache().preload());
    CHECK(host.read("bot") == newest);
    CHECK(host.read("new") == made);
    CHECK(host.read("gone") == no_revision);
}
