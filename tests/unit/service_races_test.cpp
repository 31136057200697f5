// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/service.hpp>

#include "support/catch.hpp"
#include "support/test_host.hpp"

#include <functional>
#include <string>
#include <utility>
#include <vector>

using namespace human_support;

namespace {

SettingsPatch enabling() {
    return SettingsPatch().set(&HumanSupportSettings::enable_human_support, true);
}

SettingsPatch notifying() {
    return SettingsPatch().set(&HumanSupportSettings::lead_notification, true);
}

/// A host beside which others change the same store.
struct ContestedHost : TestHost {
    using TestHost::TestHost;

    /// Others run `action` after the service has read and before it writes for the first time.
    void before_first_write(std::function<void()> action) {
        store.before_write = [action = std::move(action), done = false]() mutable {
            if (!std::exchange(done, true)) {
                action();
            }
            return std::optional<Error>();
        };
    }

    /// Others change the record again before each write of the service.
    void before_each_write_others_change_the_record() {
        store.before_write = [this] {
            ++writes;
            bool const enabled = stored()->settings.enable_human_support;
            others
                .update(caller, bot,
                        SettingsPatch().set(&HumanSupportSettings::enable_human_support, !enabled))
                .value();
            return std::optional<Error>();
        };
    }

    SettingsService others{store.inner(), clock_and_ids()};
    int writes = 0;
};

/// Changes to the chatbot of a TestHost, to choose among.
namespace changes {

struct NamedChange {
    std::string name;
    Result<SettingsChange> (*run)(TestHost&);
};

NamedChange const create{"create", [](TestHost& host) {
                             return host.service.create(host.caller, host.bot, notifying());
                         }};
NamedChange const update{"update", [](TestHost& host) {
                             return host.service.update(host.caller, host.bot, notifying());
                         }};
NamedChange const upsert{"upsert", [](TestHost& host) {
                             return host.service.upsert(host.caller, host.bot, notifying());
                         }};
NamedChange const erase{"erase",
                        [](TestHost& host) { return host.service.erase(host.caller, host.bot); }};
NamedChange const transfer{"transfer", [](TestHost& host) {
                               return host.service.transfer(host.caller, host.bot,
                                                            host.stranger.account_id);
                           }};

} // namespace changes

} // namespace

TEST_CASE("A change that lost a race is made again, on top of the one that won") {
    auto const& engine = GENERATE(from_range(engines()));
    auto const operation =
        GENERATE(values({changes::update, changes::upsert, changes::erase, changes::transfer}));
    CAPTURE(engine.name, operation.name);
    ContestedHost host(engine);
    host.store_record(host.caller, {});
    SettingsRecordPtr won;
    host.before_first_write(
        [&] { won = host.others.update(host.caller, host.bot, enabling()).value().after; });

    auto const changed = operation.run(host).value();

    CHECK(*changed.before == *won);
    CHECK((changed.after == nullptr || changed.after->settings.enable_human_support));
    auto const stored = host.stored();
    CHECK((changed.after == nullptr ? stored == nullptr : *stored == *changed.after));
}

TEST_CASE("A change that lost a race ends as if it had come after the one that won") {
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    ContestedHost host(engine);

    SECTION("create after another create") {
        host.before_first_write([&] { host.others.create(host.caller, host.bot).value(); });
        CHECK(changes::create.run(host).error() == Error(Errc::already_exists));
    }
    SECTION("upsert after a create") {
        host.before_first_write(
            [&] { host.others.create(host.caller, host.bot, enabling()).value(); });
        auto const changed = changes::upsert.run(host).value();
        CHECK(changed.before != nullptr);
        CHECK(changed.after->settings.enable_human_support);
        CHECK(changed.after->settings.lead_notification);
    }
    SECTION("upsert after an erasure") {
        host.store_record(host.caller, enabling().apply_to({}, {}));
        host.before_first_write([&] { host.others.erase(host.caller, host.bot).value(); });
        auto const changed = changes::upsert.run(host).value();
        CHECK(changed.before == nullptr);
        CHECK_FALSE(changed.after->settings.enable_human_support);
    }
    SECTION("update after an erasure") {
        host.store_record(host.caller, {});
        host.before_first_write([&] { host.others.erase(host.caller, host.bot).value(); });
        CHECK(changes::update.run(host).error() == Error(Errc::not_found));
    }
    SECTION("update after a transfer to another account") {
        host.store_record(host.caller, {});
        host.before_first_write(
            [&] { host.others.transfer(host.caller, host.bot, host.stranger.account_id).value(); });
        CHECK(changes::update.run(host).error() == Error(Errc::not_found));
    }
    SECTION("update that expects the revision before") {
        auto const revision = host.store_record(host.caller, {})->revision;
        host.before_first_write(
            [&] { host.others.update(host.caller, host.bot, enabling()).value(); });
        CHECK(host.service.update(host.caller, host.bot, notifying(), revision).error() ==
              Error(Errc::revision_mismatch));
        CHECK_FALSE(host.stored()->settings.lead_notification);
    }
}

TEST_CASE("A change that loses every race gives up after the documented number of attempts") {
    auto const& engine = GENERATE(from_range(engines()));
    auto const operation =
        GENERATE(values({changes::update, changes::upsert, changes::erase, changes::transfer}));
    CAPTURE(engine.name, operation.name);
    ContestedHost host(engine);
    auto const before = host.store_record(host.caller, {});
    host.before_each_write_others_change_the_record();

    CHECK(operation.run(host).error() == Error(Errc::busy));
    CHECK(host.writes == max_attempts);
    auto const after = host.stored();
    REQUIRE(after != nullptr);
    CHECK(after->account_id == before->account_id);
    CHECK_FALSE(after->settings.lead_notification);
}

TEST_CASE("erase_account meets a record again that was changed between its reading and erasing") {
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    ContestedHost host(engine);
    host.store_record(host.caller, {});
    auto const lasting = chatbot("lasting");
    host.others.create(host.caller, lasting).value();
    SettingsRecordPtr changed;
    host.before_first_write([&] {
        changed = host.others.update(host.caller, host.bot, enabling()).value().after;
        host.others.transfer(host.caller, lasting, host.stranger.account_id).value();
    });

    std::vector<SettingsChange> erased;
    auto const keep = [&](SettingsChange const& change) { erased.push_back(change); };
    CHECK(host.service.erase_account(host.caller, keep).value() == 1);

    REQUIRE(erased.size() == 1);
    CHECK(*erased.front().before == *changed);
    CHECK(host.stored() == nullptr);
    CHECK(host.store.find(lasting).value() != nullptr);
}

TEST_CASE("erase_account gives up where a record changes before each attempt") {
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    ContestedHost host(engine);
    host.store_record(host.caller, {});
    host.before_each_write_others_change_the_record();

    CHECK(host.service.erase_account(host.caller).error() == Error(Errc::busy));
    CHECK(host.writes == max_attempts);
    CHECK(host.stored() != nullptr);
}
