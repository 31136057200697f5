// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/testing/failing_repository.hpp>

#include "support/catch.hpp"
#include "support/sample_record.hpp"

#include <human_support/memory_repository.hpp>
#include <human_support/testing/repository_conformance.hpp>

#include <chrono>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace human_support;
using testing::FailingRepository;
using testing::Outcome;
using testing::Verb;

namespace {

/// A call of each verb, reduced to its error.
struct NamedCall {
    std::string name;
    Verb verb;
    std::function<Result<void>(SettingsRepository&)> run;
};

/// Makes the result of any call one that says only whether it succeeded.
auto const ignore = [](auto const&) {};

std::vector<NamedCall> const& calls() {
    static std::vector<NamedCall> const all{
        {"find", Verb::find,
         [](auto& storage) {
             return storage.find(sample_record("bot").chatbot_id).transform(ignore);
         }},
        {"write", Verb::write, [](auto& storage) { return storage.write({}).transform(ignore); }},
        {"list", Verb::list, [](auto& storage) { return storage.list({}).transform(ignore); }},
        {"changes", Verb::changes,
         [](auto& storage) { return storage.changes(std::nullopt, 0).transform(ignore); }},
    };
    return all;
}

Result<void> const no_error;

/// Runs `call` in another thread.
template <class Call>
auto start(Call&& call) {
    return std::async(std::launch::async, std::forward<Call>(call));
}

bool has_ended(std::future<Result<void>> const& call) {
    return call.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

} // namespace

TEST_CASE("A repository that was told nothing keeps the contract of the one behind") {
    for (auto const& check : testing::repository_conformance_checks()) {
        DYNAMIC_SECTION(check.name) {
            std::map<std::string, std::shared_ptr<SettingsRepository>, std::less<>> stores;
            CHECK_NOTHROW(check.run([&](std::string_view name) {
                auto& store = stores[std::string(name)];
                if (!store) {
                    store =
                        std::make_shared<FailingRepository>(std::make_shared<MemoryRepository>());
                }
                return store;
            }));
        }
    }
}

TEST_CASE("Every call fails until the repository recovers") {
    auto const& call = GENERATE(from_range(calls()));
    CAPTURE(call.name);
    MemoryRepository memory;
    FailingRepository storage(memory);
    Error const error(Errc::storage_failed, "The disk in bay 7 is unwell.");
    storage.fail(error);

    for (int i = 0; i < 3; ++i) {
        CHECK(call.run(storage).error() == error);
    }
    storage.recover();
    CHECK(call.run(storage) == no_error);
}

TEST_CASE("A write that fails stores nothing") {
    MemoryRepository memory;
    FailingRepository storage(memory);
    storage.fail(Errc::storage_full);

    CHECK(store(storage, sample_record("bot")).error() == Error(Errc::storage_full));
    CHECK(memory.find(sample_record("bot").chatbot_id).value() == nullptr);
}

TEST_CASE("The calls of one verb fail, and the others do not") {
    auto const& failing = GENERATE(from_range(calls()));
    CAPTURE(failing.name);
    MemoryRepository memory;
    FailingRepository storage(memory);
    storage.fail(Errc::busy, {.verb = failing.verb});

    for (auto const& call : calls()) {
        CAPTURE(call.name);
        CHECK(call.run(storage) ==
              (call.verb == failing.verb ? Result<void>(Errc::busy) : no_error));
    }
}

TEST_CASE("Only as many calls fail as were asked for, with any verbs") {
    MemoryRepository memory;
    FailingRepository storage(memory);
    storage.fail(Errc::busy, {.count = 3});

    std::vector<Result<void>> results;
    for (auto const& call : calls()) {
        results.push_back(call.run(storage));
    }
    CHECK(results == std::vector<Result<void>>{Errc::busy, Errc::busy, Errc::busy, no_error});
}

TEST_CASE("An instruction replaces those before it for the verbs that it concerns") {
    MemoryRepository memory;
    FailingRepository storage(memory);
    storage.fail(Errc::storage_failed);
    storage.fail(Errc::storage_full, {.verb = Verb::write, .count = 1});

    CHECK(store(storage, sample_record("bot")).error() == Error(Errc::storage_full));
    CHECK(store(storage, sample_record("bot")).has_value());
    CHECK(storage.list({}).error() == Error(Errc::storage_failed));
}

TEST_CASE("A write whose outcome is hidden is stored or not, as was asked for") {
    auto const outcome = GENERATE(Outcome::stored, Outcome::not_stored);
    MemoryRepository memory;
    FailingRepository storage(memory);
    storage.hide_outcome(outcome, 1);

    CHECK(store(storage, sample_record("hidden")).error() == Error(Errc::outcome_unknown));
    CHECK((memory.find(sample_record("hidden").chatbot_id).value() != nullptr) ==
          (outcome == Outcome::stored));
    CHECK(storage.list({}).has_value());
    CHECK(store(storage, sample_record("next")).has_value());
}

TEST_CASE("A write that cannot be stored does not hide its outcome") {
    MemoryRepository memory;
    FailingRepository full(memory);
    FailingRepository storage(static_cast<SettingsRepository&>(full));
    full.fail(Errc::storage_full);
    storage.hide_outcome(Outcome::stored);

    CHECK(store(storage, sample_record("bot")).error() == Error(Errc::storage_full));
}

TEST_CASE("A call is blocked until the repository recovers, and then passed on") {
    auto const& call = GENERATE(from_range(calls()));
    CAPTURE(call.name);
    MemoryRepository memory;
    FailingRepository storage(memory);
    storage.block({.verb = call.verb});

    auto blocked = start([&] { return call.run(storage); });
    REQUIRE(storage.wait_until_blocked());
    CHECK_FALSE(has_ended(blocked));
    storage.recover();
    CHECK(blocked.get() == no_error);
}

TEST_CASE("A blocked call is passed on even if the next ones fail or are blocked") {
    MemoryRepository memory;
    FailingRepository storage(memory);
    storage.block();
    auto first = start([&] { return storage.list({}).transform(ignore); });
    REQUIRE(storage.wait_until_blocked());

    storage.block();
    auto second = start([&] { return storage.list({}).transform(ignore); });
    REQUIRE(storage.wait_until_blocked());
    CHECK(first.get() == no_error);
    CHECK_FALSE(has_ended(second));

    storage.fail(Errc::busy);
    CHECK(second.get() == no_error);
    CHECK(storage.list({}).error() == Error(Errc::busy));
}

TEST_CASE("A blocked call stays so while other verbs get instructions") {
    MemoryRepository memory;
    FailingRepository storage(memory);
    storage.block({.verb = Verb::write});
    auto blocked = start([&] { return storage.write({}).transform(ignore); });
    REQUIRE(storage.wait_until_blocked());

    storage.fail(Errc::busy, {.verb = Verb::find});
    CHECK(storage.wait_until_blocked());
    CHECK_FALSE(has_ended(blocked));

    storage.recover();
    CHECK(blocked.get() == no_error);
}

TEST_CASE("Only so many calls are blocked as were asked for") {
    MemoryRepository memory;
    FailingRepository storage(memory);
    storage.block({.count = 2});
    auto write = start([&] { return storage.write({}).transform(ignore); });
    auto list = start([&] { return storage.list({}).transform(ignore); });
    REQUIRE(storage.wait_until_blocked(2));

    CHECK(storage.list({}).has_value());
    storage.recover();
    CHECK(write.get() == no_error);
    CHECK(list.get() == no_error);
}

TEST_CASE("Nothing is waited for longer than the repository has patience") {
    MemoryRepository memory;
    FailingRepository storage(memory, std::chrono::milliseconds(50));
    storage.block();

    auto blocked = start([&] { return storage.list({}).transform(ignore); });
    CHECK_FALSE(storage.wait_until_blocked(2));
    CHECK(blocked.get().error() == Error(Errc::busy));
    CHECK_FALSE(storage.wait_until_blocked(1));
}

TEST_CASE("A failing repository may own the repository behind") {
    auto memory = std::make_shared<MemoryRepository>();
    std::weak_ptr<MemoryRepository> const watched = memory;
    {
        FailingRepository storage(std::move(memory));
        CHECK(store(storage, sample_record("bot")).has_value());
    }
    CHECK(watched.expired());
}
