// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/settings_json.hpp>

#include "support/catch.hpp"
#include "support/random_settings.hpp"
#include "support/sample_record.hpp"
#include "support/violation_lines.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

using namespace human_support;
namespace json = boost::json;

namespace {

using Lines = std::vector<std::string>;

SettingsRecord stored_record() {
    auto record = sample_record("bot");
    record.settings.lead_notification_email = {"a@example.com"};
    record.updated_at += std::chrono::milliseconds(1);
    record.revision = 7;
    return record;
}

Lines names(json::object const& object) {
    Lines names;
    for (auto const& member : object) {
        names.emplace_back(member.key());
    }
    return names;
}

} // namespace

TEST_CASE(
    "A response holds the twelve documented members in their order, and nothing of the tenant") {
    auto const data = to_response_json(stored_record());
    CHECK(names(data) == Lines{"id", "chatbotId", "enableHumanSupport",
                               "replaceAllOtherSuggestionsWithEscalationButtons",
                               "positiveFeedbackPrompt", "requestHumanSupportPrompt",
                               "humanSupportConfirmationMessage", "leadNotification",
                               "leadNotificationEmail", "showEscalationButtonsAfterResponses",
                               "createdAt", "updatedAt"});
    CHECK(data.at("id") == "4a4a4a4a-4a4a-4a4a-4a4a-4a4a4a4a4a4a");
    CHECK(data.at("chatbotId") == "bot");
    CHECK(data.at("leadNotificationEmail") == json::array{"a@example.com"});
    CHECK(data.at("createdAt") == "2023-11-14T22:13:20.123Z");
    CHECK(data.at("updatedAt") == "2023-11-14T22:13:20.124Z");
}

TEST_CASE("A whole record is the response followed by account, actor and revision") {
    auto expected = to_response_json(stored_record());
    expected["accountId"] = "account";
    expected["updatedBy"] = "actor";
    expected["revision"] = 7;
    CHECK(json::serialize(to_json(stored_record())) == json::serialize(expected));
}

TEST_CASE("A record is read as it was written, except for the revision") {
    Random random;
    INFO("seed " << random.seed());
    for (int i = 0; i < 10'000; ++i) {
        auto record = stored_record();
        for (auto& byte : record.id) {
            byte = static_cast<std::uint8_t>(random.up_to(255));
        }
        record.chatbot_id = ChatbotId::parse("bot" + std::to_string(random.up_to(99))).value();
        record.account_id = AccountId::parse("account" + std::to_string(random.up_to(99))).value();
        record.updated_by = random.text();
        record.settings = random.settings();
        record.created_at += std::chrono::milliseconds(random.up_to(100'000));
        record.updated_at += std::chrono::milliseconds(random.up_to(100'000));
        auto const text = json::serialize(to_json(record));
        INFO(text);
        auto const read = record_from_json(parse_json(text).value(), random.settings());
        record.revision = no_revision;
        REQUIRE(read.value() == record);
    }
}

TEST_CASE("Settings that a record lacks come from the defaults, and the actor may be absent") {
    Random random;
    INFO("seed " << random.seed());
    auto const defaults = random.settings();
    auto members = to_json(stored_record());
    for_each_field([&](auto const& field) { members.erase(field.json_name); });
    members.erase("updatedBy");
    members.erase("revision");
    auto const read = record_from_json(members, defaults).value();
    CHECK(read.settings == defaults);
    CHECK(read.updated_by.empty());
}

TEST_CASE("A record's unknown members, and a revision of any type, are ignored") {
    auto members = to_json(stored_record());
    members["revision"] = "seven";
    members["colour"] = nullptr;
    auto expected = stored_record();
    expected.revision = no_revision;
    CHECK(record_from_json(members, {}).value() == expected);
}

TEST_CASE("A record that is read is held to no limits") {
    auto record = stored_record();
    record.revision = no_revision;
    record.settings.positive_feedback_prompt = std::string(100'000, '\a');
    record.settings.lead_notification_email.assign(100, "no address");
    CHECK(record_from_json(to_json(record), {}).value() == record);
}

TEST_CASE("Each mistake of a record is reported with its pointer and code") {
    struct Row {
        std::string_view name;
        std::string_view value;
        std::string line;
    };
    for (auto const& row : std::vector<Row>{
             {"id", "1", "/id: wrong_type"},
             {"id", "null", "/id: wrong_type"},
             {"id", R"("")", "/id: invalid_format"},
             {"id", R"("00112233445546778899aabbccddeeff")", "/id: invalid_format"},
             {"chatbotId", "{}", "/chatbotId: wrong_type"},
             {"chatbotId", R"("")", "/chatbotId: invalid_format"},
             {"chatbotId", R"("a b")", "/chatbotId: invalid_format"},
             {"accountId", "[]", "/accountId: wrong_type"},
             {"accountId", R"("a/b")", "/accountId: invalid_format"},
             {"createdAt", "1769817600", "/createdAt: wrong_type"},
             {"createdAt", R"("2026-01-31")", "/createdAt: invalid_format"},
             {"updatedAt", "true", "/updatedAt: wrong_type"},
             {"updatedAt", R"("2026-02-30T00:00:00.000Z")", "/updatedAt: invalid_format"},
             {"updatedBy", "7", "/updatedBy: wrong_type"},
             {"enableHumanSupport", "1", "/enableHumanSupport: wrong_type"},
             {"positiveFeedbackPrompt", "false", "/positiveFeedbackPrompt: wrong_type"},
             {"leadNotificationEmail", R"("a@example.com")", "/leadNotificationEmail: wrong_type"},
             {"leadNotificationEmail", R"(["a@example.com",1])",
              "/leadNotificationEmail/1: wrong_type"},
         }) {
        INFO(row.name << ' ' << row.value);
        auto members = to_json(stored_record());
        members[row.name] = json::parse(row.value);
        auto const error = record_from_json(members, {}).error();
        CHECK(error.code() == Errc::invalid_settings);
        CHECK(violation_lines(error.violations()) == Lines{row.line});
    }
}

TEST_CASE("A record must have its identity and its times") {
    for (std::string const name : {"id", "chatbotId", "createdAt", "updatedAt", "accountId"}) {
        auto members = to_json(stored_record());
        members.erase(name);
        auto const error = record_from_json(members, {}).error();
        CHECK(violation_lines(error.violations()) == Lines{"/" + name + ": missing_member"});
    }
}

TEST_CASE("All mistakes of a record are reported together") {
    auto const json =
        json::parse(R"({"updatedBy":1,"chatbotId":"","leadNotification":0,"id":"x"})");
    CHECK(violation_lines(record_from_json(json, {}).error().violations()) ==
          Lines{"/id: invalid_format", "/chatbotId: invalid_format",
                "/leadNotification: wrong_type", "/createdAt: missing_member",
                "/updatedAt: missing_member", "/accountId: missing_member",
                "/updatedBy: wrong_type"});
}

TEST_CASE("Of a list with thousands of mistakes the first 50 are reported") {
    auto members = to_json(stored_record());
    members["leadNotificationEmail"] = json::array(1000, 1);
    auto const violations = record_from_json(members, {}).error().violations();
    REQUIRE(violations.size() == 50);
    CHECK(violations.back().pointer == "/leadNotificationEmail/49");
}

TEST_CASE("A record that is no object is a violation of the whole") {
    for (auto const* text : {"null", "true", "1", R"("text")", "[]"}) {
        INFO(text);
        auto const error = record_from_json(json::parse(text), {}).error();
        CHECK(error.code() == Errc::invalid_settings);
        CHECK(violation_lines(error.violations()) == Lines{": wrong_type"});
    }
}
