// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/settings_json.hpp>

#include "support/catch.hpp"
#include "support/violation_lines.hpp"

#include <human_support/validation.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

using namespace human_support;

namespace {

using Lines = std::vector<std::string>;

/// One JSON text of each kind but null.
std::vector<std::string> const json_values{"true",          "1", "-1.5", R"("text")", "{}",
                                           R"({"a":null})", "[]"};

bool is_of_type(boost::json::value const& json, std::type_identity<bool>) { return json.is_bool(); }
bool is_of_type(boost::json::value const& json, std::type_identity<std::string>) {
    return json.is_string();
}
bool is_of_type(boost::json::value const& json, std::type_identity<std::vector<std::string>>) {
    return json.is_array();
}

std::string body_of(std::string_view name, std::string_view value) {
    boost::json::object body;
    body.emplace(name, boost::json::parse(value));
    return boost::json::serialize(body);
}

Lines mistakes(std::string_view body, UnknownMembers unknown = UnknownMembers::ignore) {
    return violation_lines(parse_patch(body, {}, unknown).value().patch.violations());
}

} // namespace

TEST_CASE("An empty body and an empty object change nothing") {
    for (auto const* body : {"", "{}"}) {
        auto const parsed = parse_patch(body).value();
        CHECK(parsed.patch == SettingsPatch{});
        CHECK(parsed.unknown_members.empty());
    }
}

TEST_CASE("Null resets any field") {
    for_each_field([](auto const& field) {
        auto const parsed = parse_patch(body_of(field.json_name, "null")).value();
        CHECK(parsed.patch == SettingsPatch{}.reset(field.member));
    });
}

TEST_CASE("A value of a wrong type is noted for every field") {
    for_each_field([](auto const& field) {
        for (auto const& value : json_values) {
            auto const body = body_of(field.json_name, value);
            INFO(body);
            using T = typename std::remove_cvref_t<decltype(field)>::Value;
            bool const right = is_of_type(boost::json::parse(value), std::type_identity<T>{});
            CHECK(mistakes(body) ==
                  (right ? Lines{} : Lines{"/" + std::string(field.json_name) + ": wrong_type"}));
        }
    });
}

TEST_CASE("A patch with a mistake still holds what was right") {
    auto const parsed = parse_patch(R"({"enableHumanSupport":"yes","leadNotification":true})");
    auto expected = SettingsPatch{}.set(&HumanSupportSettings::lead_notification, true);
    CHECK_FALSE(parsed.value().patch == expected);
    expected.reject(parsed.value().patch.violations().at(0));
    CHECK(parsed.value().patch == expected);
}

TEST_CASE("Elements of the email list that are no strings are noted by their index") {
    for (auto const* element : {"true", "1", "null", "{}", "[]"}) {
        std::string const text(element);
        INFO(text);
        CHECK(mistakes(R"({"leadNotificationEmail":[)" + text + "]}") ==
              Lines{"/leadNotificationEmail/0: wrong_type"});
        CHECK(mistakes(R"({"leadNotificationEmail":["a@example.com",)" + text + "]}") ==
              Lines{"/leadNotificationEmail/1: wrong_type"});
    }
}

TEST_CASE("A list with elements that are no strings is checked whole") {
    CHECK(mistakes(R"({"leadNotificationEmail":["a@example.com",1,"bad","A@example.com",[]]})") ==
          Lines{"/leadNotificationEmail/1: wrong_type", "/leadNotificationEmail/2: invalid_email",
                "/leadNotificationEmail/3: repeated_email",
                "/leadNotificationEmail/4: wrong_type"});
}

TEST_CASE("Every wrong type of a body is noted, in the order of the table") {
    CHECK(mistakes(R"({"leadNotificationEmail":{},"leadNotification":1,"enableHumanSupport":[],)"
                   R"("requestHumanSupportPrompt":false})") ==
          Lines{"/enableHumanSupport: wrong_type", "/requestHumanSupportPrompt: wrong_type",
                "/leadNotification: wrong_type", "/leadNotificationEmail: wrong_type"});
}

TEST_CASE("A body that is no object is a violation of the whole") {
    for (auto const* body :
         {"null", "true", "1", R"("text")", "[]", R"([{"leadNotification":1}])"}) {
        INFO(body);
        auto const error = parse_patch(body).error();
        CHECK(error.code() == Errc::invalid_settings);
        CHECK(violation_lines(error.violations()) == Lines{": wrong_type"});
    }
}

TEST_CASE("Only the last of a repeated member counts, and only it is checked") {
    auto const member = &HumanSupportSettings::lead_notification;
    struct Row {
        std::string_view body;
        SettingsPatch patch;
    };
    for (auto const& row : std::vector<Row>{
             {R"({"leadNotification":false,"leadNotification":true})",
              SettingsPatch{}.set(member, true)},
             {R"({"leadNotification":1,"leadNotification":[],"leadNotification":true})",
              SettingsPatch{}.set(member, true)},
             {R"({"leadNotification":1,"leadNotification":null})", SettingsPatch{}.reset(member)},
             {R"({"leadNotification":null,"enableHumanSupport":null,"leadNotification":true})",
              SettingsPatch{}.set(member, true).reset(&HumanSupportSettings::enable_human_support)},
             {R"({"leadNotificationEmail":[1],"leadNotificationEmail":["a@example.com"]})",
              SettingsPatch{}.set(&HumanSupportSettings::lead_notification_email,
                                  {"a@example.com"})},
         }) {
        INFO(row.body);
        CHECK(parse_patch(row.body).value().patch == row.patch);
    }
    CHECK(mistakes(R"({"leadNotification":true,"leadNotification":1})") ==
          Lines{"/leadNotification: wrong_type"});
}

TEST_CASE("What a record adds to the settings is ignored, of any type") {
    for (auto const name : record_members::all) {
        for (auto const& value : json_values) {
            for (auto const unknown : {UnknownMembers::ignore, UnknownMembers::reject}) {
                auto const body = body_of(name, value);
                INFO(body);
                auto const parsed = parse_patch(body, {}, unknown).value();
                CHECK(parsed.patch == SettingsPatch{});
                CHECK(parsed.unknown_members.empty());
            }
        }
        CHECK(parse_patch(body_of(name, "null")).value().patch == SettingsPatch{});
    }
}

TEST_CASE("Unknown members are ignored and reported by name, in the order of the body") {
    auto const parsed = parse_patch(R"({"colour":null,"leadNotification":true,"a/b":{"c":[1]},)"
                                    R"("":1,"EnableHumanSupport":"x","lead\u006eotifications":0,)"
                                    R"("/leadNotification":1,"colour":2})")
                            .value();
    CHECK(parsed.unknown_members == Lines{"colour", "a/b", "", "EnableHumanSupport",
                                          "leadnotifications", "/leadNotification"});
    CHECK(parsed.patch == SettingsPatch{}.set(&HumanSupportSettings::lead_notification, true));
}

TEST_CASE("An escaped name is the same name") {
    auto const parsed = parse_patch(R"({"\u006ceadNotification":true})").value();
    CHECK(parsed.patch == SettingsPatch{}.set(&HumanSupportSettings::lead_notification, true));
}

TEST_CASE("Unknown members can be refused, each with its escaped JSON Pointer") {
    std::string_view const body = R"({"colour":1,"a/b":2,"m~n":3,"":4,"~1":5,"/":6,"é \"":7,)"
                                  R"("leadNotification":1})";
    auto const parsed = parse_patch(body, {}, UnknownMembers::reject).value();
    CHECK(violation_lines(parsed.patch.violations()) ==
          Lines{"/leadNotification: wrong_type", "/colour: unknown_member", "/a~1b: unknown_member",
                "/m~0n: unknown_member", "/: unknown_member", "/~01: unknown_member",
                "/~1: unknown_member", "/é \": unknown_member"});
    CHECK(parsed.unknown_members.empty());
}

TEST_CASE("An escaped NUL is read, so that it can be refused by name") {
    using namespace std::string_literals;
    auto const patch = parse_patch(R"({"positiveFeedbackPrompt":"a\u0000b"})").value().patch;
    CHECK(patch == SettingsPatch{}.set(&HumanSupportSettings::positive_feedback_prompt, "a\0b"s));
    CHECK(violation_lines(validate(patch, nullptr, {})) ==
          Lines{"/positiveFeedbackPrompt: control_character"});
}

TEST_CASE("Numbers beyond the range of a double are values of a wrong type like any other") {
    for (std::string const number : {"1e400", "-1e400", "0e390", "1e2147483648", "-1E+99999999999",
                                     "0.1e-18446744073709551617", "0e00000000000000000001"}) {
        INFO(number);
        CHECK(parse_patch(R"({"unknown":)" + number + "}").value().unknown_members ==
              std::vector<std::string>{"unknown"});
        auto const patch = parse_patch(R"({"leadNotification":)" + number + "}").value().patch;
        CHECK(violation_lines(patch.violations()) ==
              std::vector<std::string>{"/leadNotification: wrong_type"});
    }
}
