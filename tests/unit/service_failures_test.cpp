// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/service.hpp>

#include "support/catch.hpp"
#include "support/test_host.hpp"

#include <human_support/system_clock_and_ids.hpp>

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

using namespace human_support;

namespace {

/// An operation of the service, reduced to its error.
struct OperationOnBrokenStore {
    std::string name;
    std::function<Error(TestHost&)> run;
};

OperationOnBrokenStore const create{
    "create",
    [](TestHost& host) { return host.service.create(host.caller, chatbot("new")).error(); }};
OperationOnBrokenStore const update{
    "update", [](TestHost& host) {
        return host.service
            .update(host.caller, host.bot,
                    SettingsPatch().set(&HumanSupportSettings::enable_human_support, true))
            .error();
    }};
OperationOnBrokenStore const upsert{
    "upsert",
    [](TestHost& host) { return host.service.upsert(host.caller, chatbot("new"), {}).error(); }};
OperationOnBrokenStore const erase{
    "erase", [](TestHost& host) { return host.service.erase(host.caller, host.bot).error(); }};
OperationOnBrokenStore const transfer{
    "transfer", [](TestHost& host) {
        return host.service.transfer(host.caller, host.bot, host.stranger.account_id).error();
    }};
OperationOnBrokenStore const erase_account{
    "erase_account",
    [](TestHost& host) { return host.service.erase_account(host.caller).error(); }};
OperationOnBrokenStore const find{
    "find", [](TestHost& host) { return host.service.find(host.caller, host.bot).error(); }};
OperationOnBrokenStore const list{
    "list", [](TestHost& host) { return host.service.list(host.caller).error(); }};

/// A hook that fails with `error`, and counts in `calls` how often it did.
InterceptedRepository::Hook failing(Error const& error, int& calls) {
    return [&error, &calls] {
        ++calls;
        return std::optional(error);
    };
}

} // namespace

TEST_CASE("What storage reports while writing is passed on, and not tried again") {
    auto const& engine = GENERATE(from_range(engines()));
    auto const operation =
        GENERATE(values({create, update, upsert, erase, transfer, erase_account}));
    auto const code = GENERATE(Errc::busy, Errc::storage_full, Errc::storage_failed,
                               Errc::storage_corrupt, Errc::schema_too_new, Errc::outcome_unknown);
    CAPTURE(engine.name, operation.name, name(code));
    TestHost host(engine);
    host.store_record(host.caller, {});
    Error const error(code, "The disk in bay 7 is unwell.");
    int calls = 0;
    host.store.before_write = failing(error, calls);

    CHECK(operation.run(host) == error);
    CHECK(calls == 1);
}

TEST_CASE("What storage reports while reading is passed on, and nothing is written") {
    auto const& engine = GENERATE(from_range(engines()));
    auto const operation =
        GENERATE(values({create, update, upsert, erase, transfer, erase_account, find, list}));
    CAPTURE(engine.name, operation.name);
    TestHost host(engine);
    auto const revision = host.store_record(host.caller, {})->revision;
    Error const error(Errc::storage_corrupt, "Page 12 is damaged.");
    int calls = 0;
    host.store.before_find = failing(error, calls);
    host.store.before_list = failing(error, calls);
    host.store.before_changes = failing(error, calls);

    CHECK(operation.run(host) == error);
    CHECK(calls == 1);
    CHECK(host.last_revision() == revision);
}

TEST_CASE("What the host's own functions throw comes out before anything is written") {
    struct NotReady {};
    auto const& engine = GENERATE(from_range(engines()));
    std::string const broken = GENERATE("now", "new_id", "defaults");
    CAPTURE(engine.name, broken);
    auto const fail_if_broken = [&](std::string_view function) {
        if (function == broken) {
            throw NotReady();
        }
    };
    TestHost host(engine);
    ClockAndIds const clock_and_ids = host.clock_and_ids();
    SettingsService service(host.store,
                            {[&] {
                                 fail_if_broken("now");
                                 return clock_and_ids.now();
                             },
                             [&] {
                                 fail_if_broken("new_id");
                                 return clock_and_ids.new_id();
                             }},
                            {.defaults = [&](ChatbotId const&) {
                                fail_if_broken("defaults");
                                return HumanSupportSettings{};
                            }});

    CHECK_THROWS_AS(service.create(host.caller, host.bot), NotReady);
    CHECK_THROWS_AS(service.upsert(host.caller, host.bot, {}), NotReady);
    CHECK(host.last_revision() == no_revision);
}

TEST_CASE("A host's function that throws after a lost race keeps nobody else waiting") {
    struct NotReady {};
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    bool ready = true;
    TestHost host(engine, {.defaults = [&](ChatbotId const&) {
                      if (!ready) {
                          throw NotReady();
                      }
                      return HumanSupportSettings{};
                  }});
    auto const enable = SettingsPatch().set(&HumanSupportSettings::enable_human_support, true);
    host.store_record(host.caller, {});
    auto const lose_each_race = [&] {
        host.store_record(host.caller, {});
        return std::optional<Error>();
    };
    host.store.before_write = [&] {
        ready = false;
        return lose_each_race();
    };
    CHECK_THROWS_AS(host.service.update(host.caller, host.bot, enable), NotReady);

    ready = true;
    int races = 0;
    host.store.before_write = [&] { return races++ == 0 ? lose_each_race() : std::nullopt; };
    CHECK(host.service.update(host.caller, host.bot, enable).has_value());
    CHECK(races == 2);
}

TEST_CASE("The error of a write that is no lost race is returned at once") {
    /// An engine with a fault: it refuses every write for a reason of its own.
    class Refusing final : public SettingsRepository {
    public:
        Result<SettingsRecordPtr> find(ChatbotId const&) const override {
            return SettingsRecordPtr();
        }
        Result<WriteResults> write(std::span<Write const>) override {
            ++writes;
            return WriteResults{Error(Errc::invalid_argument)};
        }
        Result<Page> list(PageRequest const&) const override { return Page(); }
        Result<FeedPage> changes(std::optional<FeedMark> const&, std::size_t) const override {
            return FeedPage();
        }

        int writes = 0;
    };
    Refusing repository;
    SettingsService service(repository, system_clock_and_ids());
    auto const error = service.create({account("acme"), ""}, chatbot("bot")).error();
    CHECK(error.code() == Errc::invalid_argument);
    CHECK(repository.writes == 1);
}
