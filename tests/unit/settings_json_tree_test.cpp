// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/settings_json.hpp>

#include "support/catch.hpp"
#include "support/random_settings.hpp"
#include "support/tree_patch.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

using namespace human_support;

namespace {

/// Limits that small bodies break, and the library's own.
constexpr Limits both_limits[] = {{.prompt_code_points = 8,
                                   .message_code_points = 16,
                                   .email_count = 3,
                                   .email_bytes = 24,
                                   .body_bytes = 1000,
                                   .nesting = 4},
                                  {}};

/// Bodies of every kind: right, wrong, malformed.
std::vector<std::string> sample_bodies() {
    std::vector<std::string> bodies{
        R"({"enableHumanSupport":true,"positiveFeedbackPrompt":"é🙂\u00e9\n\ud83d\ude42x",)"
        R"("leadNotificationEmail":["a@example.com","\u0061@example.com",1,"b\/@example.com"],)"
        R"("leadNotification":null,"colour":{"red":[1.5e3,-2,{"leadNotification":1}]},)"
        R"("requestHumanSupportPrompt":7,"colour":1,"id":{},"\u0069d":2,"\u0063olour":"x\ty"})",
        R"({"leadNotificationEmail":[[["a"]],{"b":"c"},null,true,"d@e.f",1e999,-0,0.1],)"
        R"("leadNotificationEmail":{"a":["b"]},"leadNotificationEmail":["a@b.c",[]],"":"","a":0})",
        R"({"leadNotification":{"leadNotification":true},"replaceAllOtherSuggestionsWith)"
        R"(EscalationButtons":[true],"humanSupportConfirmationMessage":["a"],"x~/y":"z"})",
        R"([{"leadNotification":true},"a",["b"]])",
    };
    std::filesystem::path const corpus = FUZZ_CORPUS;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(corpus)) {
        if (entry.is_regular_file()) {
            std::ifstream file(entry.path(), std::ios::binary);
            bodies.emplace_back(std::istreambuf_iterator<char>(file),
                                std::istreambuf_iterator<char>());
        }
    }
    REQUIRE(bodies.size() > 20);
    return bodies;
}

void require_agreement(std::string_view body) {
    for (auto const& limits : both_limits) {
        if (!tree_patch::agrees_with_parse_patch(body, limits)) {
            FAIL("read otherwise than by way of a tree: " << body);
        }
    }
}

/// Changes `body` in one place: a byte, or a piece that is removed, repeated or put elsewhere.
void mutate(std::string& body, Random& random) {
    static constexpr std::string_view pieces[] = {"{",
                                                  "}",
                                                  "[",
                                                  "]",
                                                  ",",
                                                  ":",
                                                  "\"",
                                                  "\\",
                                                  "\\u0061",
                                                  "\\ud83d",
                                                  "\\ude42",
                                                  "1e999",
                                                  "-",
                                                  "0",
                                                  "null",
                                                  "true",
                                                  "\"id\":1,",
                                                  "\xC3",
                                                  "\xF0\x9F\x99\x82",
                                                  "e99999999999",
                                                  ".5",
                                                  " "};
    auto const at = random.up_to(body.size());
    auto const length = random.up_to(std::min<std::size_t>(body.size() - at, 20));
    switch (random.up_to(3)) {
    case 0: body.erase(at, length); break;
    case 1: body.insert(random.up_to(body.size()), body.substr(at, length)); break;
    case 2: body.insert(at, pieces[random.up_to(std::size(pieces) - 1)]); break;
    case 3:
        if (at < body.size()) {
            body[at] = static_cast<char>(random.up_to(255));
        }
        break;
    }
}

} // namespace

TEST_CASE("A body cut after any byte is read as by way of a tree") {
    for (auto const& body : sample_bodies()) {
        for (std::size_t length = 0; length <= body.size(); ++length) {
            require_agreement(std::string_view(body).substr(0, length));
        }
    }
}

TEST_CASE("A body changed at random is read as by way of a tree") {
    auto const bodies = sample_bodies();
    Random random;
    INFO("seed " << random.seed());
    for (int i = 0; i < 20'000; ++i) {
        auto body = bodies[random.up_to(bodies.size() - 1)];
        for (auto changes = random.up_to(3); changes > 0; --changes) {
            mutate(body, random);
        }
        require_agreement(body);
    }
}

TEST_CASE("A long text with escapes, of many pieces, is read as by way of a tree") {
    for (std::size_t const length :
         {1U, 15U, 16U, 4094U, 4095U, 4096U, 4097U, 5000U, 9000U, 20'000U}) {
        for (std::string const middle : {"", "\\n", "\\ud83d\\ude42", "é"}) {
            std::string const text = std::string(length, 'x') + middle + std::string(length, 'y');
            require_agreement(R"({"positiveFeedbackPrompt":")" + text + R"(\t","\u0061)" + text +
                              R"(":1,"leadNotificationEmail":["\u0061)" + text + R"(",")" + text +
                              R"("]})");
        }
    }
}

TEST_CASE("Thousands of unknown names are each reported once") {
    std::string body = "{";
    std::vector<std::string> names;
    for (int i = 0; i < 5000; ++i) {
        names.push_back("n" + std::to_string(i * 7919 % 5000));
        body += '"' + names.back() + "\":" + std::to_string(i) + ",";
    }
    body += R"("n0":1,"n4999":2,"n7":3})";
    CHECK(parse_patch(body, {.body_bytes = body.size()}).value().unknown_members == names);
}
