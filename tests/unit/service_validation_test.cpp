// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/service.hpp>

#include "support/catch.hpp"
#include "support/test_host.hpp"
#include "support/violation_lines.hpp"

#include <human_support/settings_json.hpp>

#include <boost/json/serialize.hpp>

#include <functional>
#include <string>
#include <utility>
#include <vector>

using namespace human_support;

namespace {

/// Settings that an older rule allowed.
HumanSupportSettings old_settings() {
    HumanSupportSettings settings;
    settings.positive_feedback_prompt = "two\nlines";
    settings.request_human_support_prompt = std::string(201, 'x');
    settings.lead_notification_email = {"nobody", "a@example.com", "A@example.com"};
    return settings;
}

using Lines = std::vector<std::string>;

/// The three operations that take a patch.
namespace patching {

struct PatchOperation {
    std::string name;
    Result<SettingsChange> (*run)(TestHost&, SettingsPatch const&);
};

PatchOperation const create{"create", [](TestHost& host, SettingsPatch const& patch) {
                                return host.service.create(host.caller, host.bot, patch);
                            }};
PatchOperation const update{"update", [](TestHost& host, SettingsPatch const& patch) {
                                return host.service.update(host.caller, host.bot, patch);
                            }};
PatchOperation const upsert{"upsert", [](TestHost& host, SettingsPatch const& patch) {
                                return host.service.upsert(host.caller, host.bot, patch);
                            }};

} // namespace patching

} // namespace

TEST_CASE("Mistakes met while reading and values over a limit are reported together") {
    auto const& engine = GENERATE(from_range(engines()));
    auto const operation = GENERATE(values({patching::create, patching::update, patching::upsert}));
    bool const record_there = GENERATE(false, true);
    CAPTURE(engine.name, operation.name, record_there);
    TestHost host(engine);
    if (record_there) {
        host.store_record(host.caller, {});
    }
    auto const revision = host.last_revision();
    auto const parsed = parse_patch(R"({
        "enableHumanSupport": "yes",
        "positiveFeedbackPrompt": "a\tb",
        "humanSupportConfirmationMessage": 7,
        "leadNotificationEmail": ["a@example.com", "b", "A@example.com"]
    })");

    auto const changed = operation.run(host, parsed.value().patch);

    CHECK(changed.error().code() == Errc::invalid_settings);
    CHECK(changed.error().message() == default_message(Errc::invalid_settings));
    CHECK(violation_lines(changed.error().violations()) ==
          Lines{"/enableHumanSupport: wrong_type", "/humanSupportConfirmationMessage: wrong_type",
                "/positiveFeedbackPrompt: control_character",
                "/leadNotificationEmail/1: invalid_email",
                "/leadNotificationEmail/2: repeated_email"});
    CHECK(host.last_revision() == revision);
}

TEST_CASE("The host's limits count, and the limit itself passes") {
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    Limits limits;
    limits.prompt_code_points = 3;
    TestHost host(engine, {.limits = limits});
    auto const prompt = [](std::string text) {
        return SettingsPatch().set(&HumanSupportSettings::positive_feedback_prompt,
                                   std::move(text));
    };

    CHECK(host.service.limits().prompt_code_points == 3);
    CHECK(violation_lines(
              host.service.create(host.caller, host.bot, prompt("äöüß")).error().violations()) ==
          Lines{"/positiveFeedbackPrompt: text_too_long"});
    CHECK(host.service.create(host.caller, host.bot, prompt("äöü")).has_value());
}

TEST_CASE("Text that is not UTF-8 is refused, although no JSON brings it") {
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    TestHost host(engine);
    SettingsPatch patch;
    patch.set(&HumanSupportSettings::human_support_confirmation_message, "\xC3(");

    CHECK(violation_lines(host.service.create(host.caller, host.bot, patch).error().violations()) ==
          Lines{"/humanSupportConfirmationMessage: invalid_utf8"});
    CHECK(host.stored() == nullptr);
}

TEST_CASE("A record with old bad values can be read, changed and sent back whole") {
    auto const& engine = GENERATE(from_range(engines()));
    auto const operation = GENERATE(values({patching::update, patching::upsert}));
    CAPTURE(engine.name, operation.name);
    TestHost host(engine);
    auto const before = host.store_record(host.caller, old_settings());

    auto body = to_response_json(*host.service.find(host.caller, host.bot).value());
    CHECK(operation.run(host, parse_patch(boost::json::serialize(body)).value().patch)
              .value()
              .after->revision == before->revision);

    body["leadNotification"] = true;
    auto const changed =
        operation.run(host, parse_patch(boost::json::serialize(body)).value().patch).value();
    auto wanted = old_settings();
    wanted.lead_notification = true;
    CHECK(changed.after->settings == wanted);
}

TEST_CASE("A bad value passes only if the caller's own record has it already") {
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    TestHost host(engine);
    auto const patch = SettingsPatch().set(&HumanSupportSettings::positive_feedback_prompt,
                                           old_settings().positive_feedback_prompt);

    SECTION("not if there is no record") {
        CHECK(patching::create.run(host, patch).error().code() == Errc::invalid_settings);
        CHECK(patching::update.run(host, patch).error().code() == Errc::invalid_settings);
        CHECK(patching::upsert.run(host, patch).error().code() == Errc::invalid_settings);
    }
    SECTION("not where a foreign record has it, which would give that away") {
        host.store_record(host.stranger, old_settings());
        CHECK(patching::create.run(host, patch).error().code() == Errc::invalid_settings);
        CHECK(patching::update.run(host, patch).error().code() == Errc::invalid_settings);
        CHECK(patching::upsert.run(host, patch).error().code() == Errc::invalid_settings);
    }
    SECTION("not in another field of the record") {
        host.store_record(host.caller, old_settings());
        auto const other = SettingsPatch().set(&HumanSupportSettings::request_human_support_prompt,
                                               old_settings().positive_feedback_prompt);
        CHECK(patching::update.run(host, other).error().code() == Errc::invalid_settings);
    }
}

TEST_CASE("An actor that no engine could store is refused before anything is changed") {
    struct Row {
        std::string name;
        std::function<Errc(TestHost&, Caller const&)> run;
    };
    auto const& engine = GENERATE(from_range(engines()));
    auto const row = GENERATE(values<Row>({
        {"create",
         [](auto& host, auto& caller) {
             return host.service.create(caller, host.bot).error().code();
         }},
        {"update",
         [](auto& host, auto& caller) {
             return host.service.update(caller, host.bot, {}).error().code();
         }},
        {"upsert",
         [](auto& host, auto& caller) {
             return host.service.upsert(caller, host.bot, {}).error().code();
         }},
        {"erase", [](auto& host,
                     auto& caller) { return host.service.erase(caller, host.bot).error().code(); }},
        {"transfer",
         [](auto& host, auto& caller) {
             return host.service.transfer(caller, host.bot, account("heir")).error().code();
         }},
        {"erase_account",
         [](auto& host, auto& caller) {
             return host.service.erase_account(caller).error().code();
         }},
    }));
    CAPTURE(engine.name, row.name);
    TestHost host(engine);
    auto const revision = host.store_record(host.caller, {})->revision;

    CHECK(row.run(host, {host.caller.account_id, "\xFF"}) == Errc::invalid_argument);
    CHECK(row.run(host, {host.caller.account_id, std::string(1, '\0')}) == Errc::invalid_argument);
    CHECK(host.last_revision() == revision);
}
