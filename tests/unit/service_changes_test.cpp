// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/service.hpp>

#include "support/catch.hpp"
#include "support/test_host.hpp"

#include <algorithm>
#include <chrono>

using namespace human_support;
using namespace std::chrono_literals;

TEST_CASE("An update that changes nothing writes nothing") {
    auto const& engine = GENERATE(from_range(engines()));
    auto const patch = GENERATE(values<SettingsPatch>(
        {SettingsPatch(), SettingsPatch().set(&HumanSupportSettings::lead_notification, true),
         SettingsPatch().reset(&HumanSupportSettings::enable_human_support)}));
    CAPTURE(engine.name);
    TestHost host(engine);
    HumanSupportSettings settings;
    settings.lead_notification = true;
    auto const before = host.store_record(host.caller, settings);
    host.now += 1h;

    SECTION("through update") {
        auto const changed =
            host.service.update({host.caller.account_id, "bob"}, host.bot, patch).value();
        CHECK(*changed.before == *before);
        CHECK(*changed.after == *before);
    }
    SECTION("through upsert") {
        auto const changed =
            host.service.upsert({host.caller.account_id, "bob"}, host.bot, patch).value();
        CHECK(*changed.before == *before);
        CHECK(*changed.after == *before);
    }
    CHECK(*host.stored() == *before);
    CHECK(host.last_revision() == before->revision);
}

TEST_CASE("A change is dated now, but never before the one that it follows") {
    auto const& engine = GENERATE(from_range(engines()));
    auto const passed = GENERATE(values<std::chrono::milliseconds>({-1h, -1ms, 0ms, 1ms, 1h}));
    CAPTURE(engine.name, passed.count());
    TestHost host(engine);
    auto const created = host.service.create(host.caller, host.bot).value().after;
    host.now += passed;

    auto const updated =
        host.service
            .update(host.caller, host.bot,
                    SettingsPatch().set(&HumanSupportSettings::enable_human_support, true))
            .value()
            .after;

    CHECK(updated->created_at == created->created_at);
    CHECK(updated->updated_at == created->updated_at + std::max(passed, 0ms));
    CHECK(updated->revision > created->revision);
    CHECK(*updated == *host.stored());
}

TEST_CASE("A change is signed by its actor, who may be nobody") {
    auto const& engine = GENERATE(from_range(engines()));
    auto const* const actor = GENERATE("bob", "", "Žofie 🙂", "line\nbreak");
    CAPTURE(engine.name, actor);
    TestHost host(engine);
    host.service.create(host.caller, host.bot).value();

    host.service
        .update({host.caller.account_id, actor}, host.bot,
                SettingsPatch().set(&HumanSupportSettings::enable_human_support, true))
        .value();

    CHECK(host.stored()->updated_by == actor);
}

TEST_CASE("Each record gets an id of its own, also one that follows an erased one") {
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    TestHost host(engine);

    auto const first = host.service.create(host.caller, host.bot).value().after;
    host.service.erase(host.caller, host.bot).value();
    auto const second = host.service.create(host.caller, host.bot).value().after;

    CHECK(second->id != first->id);
    CHECK(second->revision > first->revision);
}

TEST_CASE("The host's defaults are copied into new records, by chatbot") {
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    TestHost host(engine, {.defaults = [](ChatbotId const& chatbot_id) {
                      HumanSupportSettings defaults;
                      defaults.positive_feedback_prompt = "Thanks from " + chatbot_id.str();
                      return defaults;
                  }});
    auto const other_bot = chatbot("other-bot");

    auto const created = host.service.create(host.caller, host.bot).value().after;
    auto const upserted = host.service.upsert(host.caller, other_bot, {}).value().after;

    CHECK(created->settings == host.service.defaults(host.bot));
    CHECK(created->settings.positive_feedback_prompt == "Thanks from bot");
    CHECK(upserted->settings.positive_feedback_prompt == "Thanks from other-bot");
}

TEST_CASE("Changed defaults touch no stored record, and count for later resets") {
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    HumanSupportSettings defaults;
    TestHost host(engine, {.defaults = [&](ChatbotId const&) { return defaults; }});
    auto const created = host.service.create(host.caller, host.bot).value().after;

    defaults.positive_feedback_prompt = "Merci";
    defaults.request_human_support_prompt = "Parler à un humain";
    CHECK(*host.service.find(host.caller, host.bot).value() == *created);
    CHECK(*host.service.update(host.caller, host.bot, {}).value().after == *created);

    auto const updated =
        host.service
            .update(host.caller, host.bot,
                    SettingsPatch().reset(&HumanSupportSettings::positive_feedback_prompt))
            .value()
            .after;
    auto wanted = created->settings;
    wanted.positive_feedback_prompt = "Merci";
    CHECK(updated->settings == wanted);
}
