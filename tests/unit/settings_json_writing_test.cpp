// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/settings_json.hpp>

#include "support/catch.hpp"
#include "support/random_settings.hpp"
#include "support/sample_record.hpp"

#include <boost/json/serialize.hpp>

#include <cstdint>
#include <string>

using namespace human_support;

namespace {

void append_utf8(std::string& text, std::uint32_t code_point) {
    auto const byte = [&](std::uint32_t value) { text += static_cast<char>(value); };
    auto const continuation = [&](unsigned shift) { byte(0x80 | ((code_point >> shift) & 0x3F)); };
    if (code_point < 0x80) {
        byte(code_point);
    } else if (code_point < 0x800) {
        byte(0xC0 | (code_point >> 6));
        continuation(0);
    } else if (code_point < 0x10000) {
        byte(0xE0 | (code_point >> 12));
        continuation(6);
        continuation(0);
    } else {
        byte(0xF0 | (code_point >> 18));
        continuation(12);
        continuation(6);
        continuation(0);
    }
}

/// A text of any code points; those of ASCII are as likely as all others.
std::string any_text(Random& random) {
    std::string text;
    for (auto length = random.up_to(40); length > 0; --length) {
        std::size_t const most[] = {0x7F, 0x7F, 0x7F, 0x7FF, 0xFFFF, 0x10FFFF};
        auto const code_point = random.up_to(most[random.up_to(5)]);
        bool const surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
        append_utf8(text, surrogate ? '"' : static_cast<std::uint32_t>(code_point));
    }
    return text;
}

SettingsRecord any_record(Random& random) {
    auto record = sample_record("bot" + std::to_string(random.up_to(99)));
    for (auto& byte : record.id) {
        byte = static_cast<std::uint8_t>(random.up_to(255));
    }
    record.updated_by = any_text(random);
    record.settings = random.settings();
    for_each_field([&](auto const& field) {
        auto& value = record.settings.*field.member;
        if constexpr (std::is_same_v<std::remove_reference_t<decltype(value)>, std::string>) {
            value = any_text(random);
        } else if constexpr (!std::is_same_v<std::remove_reference_t<decltype(value)>, bool>) {
            value.assign(random.up_to(3), any_text(random));
        }
    });
    record.updated_at += std::chrono::milliseconds(random.up_to(100'000'000'000));
    record.revision = static_cast<Revision>(random.up_to(1'000'000));
    return record;
}

} // namespace

TEST_CASE("The text of a record is that of its JSON, byte by byte") {
    Random random;
    INFO("seed " << random.seed());
    for (int i = 0; i < 2000; ++i) {
        auto const record = any_record(random);
        REQUIRE(to_response_json_text(record) == boost::json::serialize(to_response_json(record)));
        REQUIRE(to_json_text(record) == boost::json::serialize(to_json(record)));
    }
}

TEST_CASE("The text of a response is that of the documented members in their order") {
    auto record = sample_record("bot");
    record.settings.lead_notification_email = {"a@example.com", "b@example.com"};
    record.settings.positive_feedback_prompt = "\"Yes\"\t\\ é 🙂";
    CHECK(to_response_json_text(record) ==
          R"({"id":"4a4a4a4a-4a4a-4a4a-4a4a-4a4a4a4a4a4a","chatbotId":"bot",)"
          R"("enableHumanSupport":false,"replaceAllOtherSuggestionsWithEscalationButtons":false,)"
          R"("positiveFeedbackPrompt":"\"Yes\"\t\\ é 🙂","requestHumanSupportPrompt":)"
          R"("Talk to a human","humanSupportConfirmationMessage":"Thank you. A human will get )"
          R"(back to you as soon as possible.","leadNotification":false,"leadNotificationEmail":)"
          R"(["a@example.com","b@example.com"],"showEscalationButtonsAfterResponses":true,)"
          R"("createdAt":"2023-11-14T22:13:20.123Z","updatedAt":"2023-11-14T22:13:20.123Z"})");
}
