// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/settings_json.hpp>

#include "support/catch.hpp"
#include "support/violation_lines.hpp"

#include <boost/json/serialize.hpp>

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

using namespace human_support;
using namespace std::string_literals;

namespace {

std::string nested_arrays(std::size_t levels) {
    return std::string(levels, '[') + std::string(levels, ']');
}

} // namespace

TEST_CASE("Malformed JSON is one error without a violation") {
    for (std::string const& text : std::vector<std::string>{
             " ",
             "\n",
             "{",
             "}",
             "nul",
             "{} {}",
             "{}x",
             "{}\0"s,
             "\0"s,
             "\xEF\xBB\xBF{}",
             "{'leadNotification':true}",
             "{leadNotification:true}",
             R"({"leadNotification":true,})",
             R"({"leadNotification":True})",
             R"({"leadNotification":NaN})",
             R"({"leadNotification":01})",
             R"({"leadNotification" true})",
             R"({"leadNotification":true "x":1})",
             R"({"leadNotificationEmail":["a@example.com",]})",
             R"({"leadNotificationEmail":["a@example.com"})",
             R"({} // comment)",
             R"({/* comment */})",
             R"({"positiveFeedbackPrompt":"\x41"})",
             R"({"positiveFeedbackPrompt":"\u12G4"})",
             "{\"positiveFeedbackPrompt\":\"line\nfeed\"}",
             "{\"positiveFeedbackPrompt\":\"tab\t\"}",
             "{\"positiveFeedbackPrompt\":\"\0\"}"s,
         }) {
        INFO(text);
        auto const error = parse_patch(text).error();
        CHECK(error.code() == Errc::invalid_json);
        CHECK(error.violations().empty());
        CHECK(parse_json(text).error() == error);
    }
}

TEST_CASE("JSON that is cut short at any byte is malformed") {
    std::string const text =
        R"({"enableHumanSupport":true,"positiveFeedbackPrompt":"é🙂\u00e9\n",)"
        R"("leadNotificationEmail":["a@example.com"],"leadNotification":null,)"
        R"("colour":{"red":[1.5e3,-2]}})";
    REQUIRE(parse_patch(text).has_value());
    for (std::size_t length = 1; length < text.size(); ++length) {
        INFO("cut after " << length << " bytes");
        CHECK(parse_patch(text.substr(0, length)).error().code() == Errc::invalid_json);
    }
}

TEST_CASE("Bytes that are not UTF-8 are malformed JSON, in names and in values") {
    for (auto const* bytes : {"\x80", "\xFF", "\xC3", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80",
                              "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80"}) {
        INFO(Catch::StringMaker<std::string>::convert(bytes));
        for (auto const& text : {R"({"positiveFeedbackPrompt":")"s + bytes + "\"}",
                                 R"({"colour":")"s + bytes + "\"}", "{\""s + bytes + "\":1}"}) {
            CHECK(parse_patch(text).error().code() == Errc::invalid_json);
        }
    }
}

TEST_CASE("A surrogate without its other half is malformed JSON, in names and in values") {
    for (auto const* escapes : {R"(\ud83d)", R"(\ude42)", R"(\ud83dx)", R"(\ud83d\n)",
                                R"(\ud83d\u0041)", R"(\ud83d\ud83d)", R"(\ude42\ud83d)"}) {
        INFO(escapes);
        for (auto const& text :
             {R"({"positiveFeedbackPrompt":")"s + escapes + "\"}", "{\""s + escapes + "\":1}"}) {
            CHECK(parse_patch(text).error().code() == Errc::invalid_json);
        }
    }
    CHECK(parse_patch(R"({"positiveFeedbackPrompt":"\ud83d\ude42"})").value().patch ==
          SettingsPatch{}.set(&HumanSupportSettings::positive_feedback_prompt, "🙂"));
}

TEST_CASE("Nesting is allowed down to the limit and no further") {
    CHECK(parse_json(nested_arrays(32)).has_value());
    CHECK(parse_json(nested_arrays(33)).error().code() == Errc::invalid_json);
    CHECK(parse_json(nested_arrays(30'000)).error().code() == Errc::invalid_json);

    CHECK(parse_patch(R"({"colour":)" + nested_arrays(31) + "}").has_value());
    CHECK(parse_patch(R"({"colour":)" + nested_arrays(32) + "}").error().code() ==
          Errc::invalid_json);

    Limits limits;
    limits.nesting = 1;
    CHECK(parse_patch(R"({"leadNotification":true})", limits).has_value());
    CHECK(parse_patch(R"({"leadNotificationEmail":[]})", limits).error().code() ==
          Errc::invalid_json);
}

TEST_CASE("A body may be as large as the limit and no larger") {
    Limits const limits;
    std::string body = "{}" + std::string(limits.body_bytes - 2, ' ');
    CHECK(parse_patch(body, limits).has_value());
    CHECK(parse_json(body, limits).has_value());
    CHECK(check_body_size(body, limits));

    body += ' ';
    CHECK(parse_patch(body, limits).error().code() == Errc::too_large);
    CHECK(parse_json(body, limits).error().code() == Errc::too_large);
    CHECK(check_body_size(body, limits).error() == parse_patch(body, limits).error());
}

TEST_CASE("A body over the limit is not looked at") {
    Limits limits;
    limits.body_bytes = 3;
    CHECK(parse_patch("{\xFF\xFF", limits).error().code() == Errc::invalid_json);
    CHECK(parse_patch("{\xFF\xFF\xFF", limits).error().code() == Errc::too_large);
}

TEST_CASE("White space around JSON is allowed") {
    CHECK(parse_patch(" \t\r\n{ } \t\r\n").value().patch == SettingsPatch{});
}

TEST_CASE("Of a repeated member the last counts") {
    CHECK(boost::json::serialize(parse_json(R"({"a":1,"b":2,"a":3})").value().at("a")) == "3");
}

TEST_CASE("A number may have any exponent, and is read as near as a double comes to it") {
    auto const number = [](std::string const& text) {
        return parse_json(text).value().to_number<double>();
    };
    CHECK(number("1e99999999999") == std::numeric_limits<double>::infinity());
    CHECK(number("-1E+2147483648") == -std::numeric_limits<double>::infinity());
    CHECK(number("1e-99999999999") == 0);
    CHECK(number("1e00000000000000000002") == 100);
    CHECK(number("0e99999999999") == 0);
    CHECK(number("0e999") == 0);
    CHECK(boost::json::serialize(parse_json(R"({"a":[-0.0E+999,{"b":0e400},1]})").value()) ==
          R"({"a":[0E0,{"b":0E0},1]})");
    CHECK(
        boost::json::serialize(
            parse_json(R"(["1e99999999999","\\","\"",1e00000000001,-2e+0000000000,1e-99999999999])")
                .value()) == R"(["1e99999999999","\\","\"",1E1,-2E0,0E0])");
}

TEST_CASE("A mistake after a number with a large exponent is found in its place") {
    CHECK(parse_json("[1e99999999999,x]").error() == parse_json("[1e00000000001,x]").error());
    CHECK(parse_json("[true,1e99999999999,x]").error() ==
          parse_json("[true,1e00000000001,x]").error());
    CHECK(parse_json("1e99999999999.").error() == parse_json("1e00000000001.").error());
    CHECK(parse_json("[1e+-9999999999,1e99999999999]").error() ==
          parse_json("[1e+-0000000000]").error());
}
