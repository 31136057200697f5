// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/testing/failing_repository.hpp>

// What a host's author writes with a failing repository: tests of a server of their own.

#include "support/catch.hpp"
#include "support/recorded_endpoint.hpp"

#include <human_support/endpoint.hpp>
#include <human_support/escalation.hpp>
#include <human_support/memory_repository.hpp>
#include <human_support/system_clock_and_ids.hpp>

#include <future>
#include <memory>
#include <semaphore>
#include <string>

using namespace human_support;
using testing::FailingRepository;
using testing::Outcome;
using testing::Verb;

namespace {

/// A chatbot server, as small as it can be.
class Server {
public:
    explicit Server(SettingsRepository& storage) : service_(storage, system_clock_and_ids()) {}

    /// The answer to a visitor, with the buttons below it. Goes without them where the settings
    /// cannot be read.
    std::string chat() {
        auto const record = service_.find(admin_, bot_).value_or(nullptr);
        std::string answer = "We open at nine.";
        for (auto const& reply : quick_replies(record, service_.defaults(bot_), state_)) {
            answer += " [" + reply.text + "]";
        }
        return answer;
    }

    /// What the admin page says once its form is sent.
    std::string submit(SettingsPatch const& patch) {
        auto const changed = service_.upsert(admin_, bot_, patch);
        return changed                                           ? "Saved."
               : changed.error().code() == Errc::outcome_unknown ? "Saved, or not: look again."
                                                                 : "Not saved.";
    }

    /// The status of a request to the API, of which it handles two at once; further ones are turned
    /// away.
    int get() {
        if (!places_.try_acquire()) {
            return 503;
        }
        auto const response = endpoint_.handle({.method = "GET", .chatbot_id = bot_.str()}, admin_);
        places_.release();
        return response.status;
    }

private:
    SettingsService service_;
    RecordedEndpoint endpoint_{service_};
    ConversationState state_ = ConversationState::human_not_requested;
    Caller const admin_{AccountId::parse("acme").value(), "maria"};
    ChatbotId const bot_ = ChatbotId::parse("bot").value();
    std::counting_semaphore<2> places_{2};
};

SettingsPatch enabling_patch() {
    return SettingsPatch().set(&HumanSupportSettings::enable_human_support, true);
}

} // namespace

TEST_CASE("While storage is down, the bot still answers") {
    FailingRepository storage(std::make_shared<MemoryRepository>());
    Server server(storage);
    REQUIRE(server.submit(enabling_patch()) == "Saved.");
    auto const with_buttons = "We open at nine. [That helped, thanks] [Talk to a human]";
    REQUIRE(server.chat() == with_buttons);

    storage.fail(Errc::storage_failed);
    CHECK(server.chat() == "We open at nine.");
    CHECK(server.submit({}) == "Not saved.");
    CHECK(server.get() == 500);

    storage.recover();
    CHECK(server.chat() == with_buttons);
}

TEST_CASE("A disk without room keeps nobody from reading") {
    FailingRepository storage(std::make_shared<MemoryRepository>());
    Server server(storage);
    REQUIRE(server.submit({}) == "Saved.");

    storage.fail(Errc::storage_full, {.verb = Verb::write});
    CHECK(server.submit(enabling_patch()) == "Not saved.");
    CHECK(server.get() == 200);
}

TEST_CASE("Where the outcome of a commit is unknown, the admin page says so") {
    auto const outcome = GENERATE(Outcome::stored, Outcome::not_stored);
    FailingRepository storage(std::make_shared<MemoryRepository>());
    Server server(storage);

    // Only the next write: one that is tried again behind the admin's back would say "Saved."
    storage.hide_outcome(outcome, 1);
    CHECK(server.submit(enabling_patch()) == "Saved, or not: look again.");
    CHECK(server.get() == (outcome == Outcome::stored ? 200 : 404));
}

TEST_CASE("While storage is slow, the server turns requests away that are too many") {
    FailingRepository storage(std::make_shared<MemoryRepository>());
    Server server(storage);
    REQUIRE(server.submit({}) == "Saved.");

    storage.block();
    auto first = std::async(std::launch::async, [&] { return server.get(); });
    auto second = std::async(std::launch::async, [&] { return server.get(); });
    REQUIRE(storage.wait_until_blocked(2));
    CHECK(server.get() == 503);

    storage.recover();
    CHECK(first.get() == 200);
    CHECK(second.get() == 200);
    CHECK(server.get() == 200);
}
