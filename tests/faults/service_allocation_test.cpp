// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/service.hpp>

#include "faults/failing_allocations.hpp"
#include "faults/sample_store.hpp"
#include "support/catch.hpp"
#include "support/endpoint_host.hpp"

#include <human_support/escalation.hpp>

#include <array>
#include <cstddef>
#include <functional>
#include <string>

using namespace human_support;

namespace {

/// A host whose caller has a record, and its store's contents before the operation under test.
struct Host : EndpointHost {
    Host() : EndpointHost({"memory", new_memory_factory}) {
        store_record(caller, {});
        before = contents(store.inner());
    }

    std::string before;
};

SettingsPatch const& long_patch() {
    static SettingsPatch const patch =
        SettingsPatch()
            .set(&HumanSupportSettings::positive_feedback_prompt,
                 "A prompt that is too long to be kept in the string itself")
            .set(&HumanSupportSettings::lead_notification_email,
                 {"someone.with.a.long.name@example.com", "another.long.name@example.com"});
    return patch;
}

/// Calls `run(host, each)` for each allocation.
void fail_each_allocation(std::function<void(Host&, EachAllocation&)> const& run) {
    for (auto const failures : {Failures::one, Failures::all_from_there_on}) {
        for (EachAllocation each(Allocator::operator_new, failures); each.next();) {
            CAPTURE(failures, each.number());
            Host host;
            run(host, each);
        }
    }
}

} // namespace

TEST_CASE("A change that runs out of memory is not made, or is reported, and can be made again") {
    using Change = std::function<Result<SettingsChange>(Host&)>;
    Change change;
    SECTION("create") {
        change = [](Host& host) {
            return host.service.create(host.caller, chatbot("another"), long_patch());
        };
    }
    SECTION("update") {
        change = [](Host& host) {
            return host.service.update(host.caller, host.bot, long_patch());
        };
    }
    SECTION("upsert") {
        change = [](Host& host) {
            return host.service.upsert(host.caller, host.bot, long_patch());
        };
    }
    SECTION("erase") {
        change = [](Host& host) { return host.service.erase(host.caller, host.bot); };
    }
    SECTION("transfer") {
        change = [](Host& host) {
            return host.service.transfer(host.caller, host.bot, account("the-new-owner"));
        };
    }
    fail_each_allocation([&](Host& host, EachAllocation& each) {
        auto const changed = each.run([&] { return change(host); });
        REQUIRE((!changed || changed->has_value()));
        if (!changed) {
            REQUIRE(contents(host.store.inner()) == host.before);
            REQUIRE(change(host));
        }
        REQUIRE(host.last_revision() == 2);
    });
}

TEST_CASE("A read that runs out of memory can be done again") {
    fail_each_allocation([](Host& host, EachAllocation& each) {
        auto const listed = each.run([&] { return host.service.list(host.caller); });
        REQUIRE((!listed || (*listed)->records.size() == 1));
        REQUIRE(*host.service.find(host.caller, host.bot) != nullptr);
    });
}

TEST_CASE("Erasing an account that runs out of memory has told what it erased, and can go on") {
    std::size_t const records = PageRequest{}.limit + 2; // two pages
    fail_each_allocation([&](Host& host, EachAllocation& each) {
        for (std::size_t i = 1; i < records; ++i) {
            host.service.create(host.caller, chatbot("own-" + std::to_string(i))).value();
        }
        std::size_t told = 0;
        auto const count = [&](SettingsChange const&) { ++told; };
        auto const left = [&] {
            return host.service.list(host.caller, {}, max_page_size).value().records.size();
        };
        auto const erased =
            each.run([&] { return host.service.erase_account(host.caller, count); });
        REQUIRE(told + left() == records);
        if (!erased) {
            REQUIRE(host.service.erase_account(host.caller, count));
        }
        REQUIRE(left() == 0);
        REQUIRE(told == records);
        REQUIRE(static_cast<std::size_t>(host.last_revision()) == 2 * records);
    });
}

TEST_CASE("A request that runs out of memory changes all or nothing, and can be sent again") {
    auto const method = GENERATE(as<std::string>{}, "GET", "PATCH", "POST", "DELETE");
    auto const body = R"({"positiveFeedbackPrompt": "A prompt that is too long for a string itself",
                          "leadNotificationEmail": ["someone@example.com"]})";
    auto const send = [&](Host& host) {
        return host.send({.method = method,
                          .chatbot_id = method == "POST" ? "another" : host.bot.str(),
                          .content_type = "application/json",
                          .body = method == "GET" ? "" : body});
    };
    Host reference;
    auto const expected = send(reference);
    REQUIRE(expected.status < 300);
    fail_each_allocation([&](Host& host, EachAllocation& each) {
        auto const response = each.run([&] { return send(host); });
        // An answer may be lost when all is done, as it may be in the network.
        bool const nothing_done = contents(host.store.inner()) == host.before;
        if (response) {
            REQUIRE(response->status == expected.status);
            REQUIRE(response->body == expected.body);
        } else if (nothing_done) {
            REQUIRE(send(host).status == expected.status);
        }
        REQUIRE(host.last_revision() == reference.last_revision());
    });
}

TEST_CASE("Quick replies and requests for a human that run out of memory can be made again") {
    auto settings = long_patch().apply_to({}, {});
    settings.enable_human_support = true;
    settings.lead_notification = true;
    std::array<std::string, 2> const suggestions{"A suggestion that is longer than a short string",
                                                 "Another suggestion of this chatbot, also long"};
    auto const state = ConversationState::human_not_requested;
    auto const replies = quick_replies(&settings, {}, state, suggestions);
    auto const request = request_human(&settings, {}, state);
    for (auto const failures : {Failures::one, Failures::all_from_there_on}) {
        for (EachAllocation each(Allocator::operator_new, failures); each.next();) {
            auto const made =
                each.run([&] { return quick_replies(&settings, {}, state, suggestions); });
            REQUIRE((!made || *made == replies));
        }
        for (EachAllocation each(Allocator::operator_new, failures); each.next();) {
            auto const made = each.run([&] { return request_human(&settings, {}, state); });
            REQUIRE((!made || *made == request));
        }
    }
    REQUIRE(quick_replies(&settings, {}, state, suggestions) == replies);
    REQUIRE(request_human(&settings, {}, state) == request);
}
