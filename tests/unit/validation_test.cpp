// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/validation.hpp>

#include "support/catch.hpp"
#include "support/violation_lines.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace human_support;

namespace {

using Lines = std::vector<std::string>;
using Text = std::string HumanSupportSettings::*;

constexpr Text positive = &HumanSupportSettings::positive_feedback_prompt;
constexpr Text request = &HumanSupportSettings::request_human_support_prompt;
constexpr Text message = &HumanSupportSettings::human_support_confirmation_message;
constexpr auto emails = &HumanSupportSettings::lead_notification_email;

Lines mistakes(SettingsPatch const& patch, HumanSupportSettings const* stored = nullptr,
               Limits const& limits = {}) {
    return violation_lines(validate(patch, stored, limits));
}

/// `count` characters of four bytes each.
std::string long_text(std::size_t count) {
    std::string text;
    for (; count > 0; --count) {
        text += "🙂";
    }
    return text;
}

std::vector<std::string> many_emails(std::size_t count) {
    std::vector<std::string> addresses;
    for (; count > 0; --count) {
        addresses.push_back("name" + std::to_string(count) + "@example.com");
    }
    return addresses;
}

/// An email address of `size` bytes, from 130 to 256 of them.
std::string long_email(std::size_t size) {
    std::string const label(63, 'd');
    std::string address = std::string(64, 'l') + "@" + label + "." + label + ".";
    return address + std::string(size - address.size(), 'd');
}

/// The UTF-8 of a code point below U+0100.
std::string character(unsigned c) {
    return c < 0x80 ? std::string(1, static_cast<char>(c))
                    : std::string{static_cast<char>(0xC0U | c >> 6U),
                                  static_cast<char>(0x80U | (c & 0x3FU))};
}

} // namespace

TEST_CASE("Each text may have as many code points as its limit and no more") {
    struct Row {
        Text member;
        std::size_t limit;
        std::string line;
    };
    for (auto const& row : std::vector<Row>{
             {positive, 200, "/positiveFeedbackPrompt: text_too_long"},
             {request, 200, "/requestHumanSupportPrompt: text_too_long"},
             {message, 1000, "/humanSupportConfirmationMessage: text_too_long"},
         }) {
        INFO(row.line);
        CHECK(mistakes(SettingsPatch{}.set(row.member, "")).empty());
        CHECK(mistakes(SettingsPatch{}.set(row.member, long_text(row.limit))).empty());
        CHECK(mistakes(SettingsPatch{}.set(row.member, long_text(row.limit + 1))) ==
              Lines{row.line});
    }
}

TEST_CASE("A prompt takes no control character, and the message only line feeds and tabs") {
    for (unsigned c = 0; c < 0x100; ++c) {
        INFO("code point " << c);
        bool const control = c < 0x20 || (c >= 0x7F && c < 0xA0);
        bool const layout = c == '\n' || c == '\t';
        auto const text = "a" + character(c) + "b";
        CHECK(mistakes(SettingsPatch{}.set(positive, text)) ==
              (control ? Lines{"/positiveFeedbackPrompt: control_character"} : Lines{}));
        CHECK(mistakes(SettingsPatch{}.set(request, text)) ==
              (control ? Lines{"/requestHumanSupportPrompt: control_character"} : Lines{}));
        CHECK(mistakes(SettingsPatch{}.set(message, text)) ==
              (control && !layout ? Lines{"/humanSupportConfirmationMessage: control_character"}
                                  : Lines{}));
    }
}

TEST_CASE("A prompt is one line, also by the line and paragraph separators of Unicode") {
    for (std::string const separator : {"\u2028", "\u2029"}) {
        CHECK(mistakes(SettingsPatch{}.set(positive, "a" + separator)) ==
              Lines{"/positiveFeedbackPrompt: control_character"});
        CHECK(mistakes(SettingsPatch{}.set(request, separator + "a")) ==
              Lines{"/requestHumanSupportPrompt: control_character"});
        CHECK(mistakes(SettingsPatch{}.set(message, "a" + separator + "b")).empty());
    }
    CHECK(mistakes(SettingsPatch{}.set(positive, "\u2027\u202A\u00A0")).empty());
}

TEST_CASE("A text that is not UTF-8 is refused for that alone") {
    for (std::string const bytes : {"\xFF", "\xC3", "\xED\xA0\x80", "\x01\x80"}) {
        CHECK(mistakes(SettingsPatch{}.set(positive, long_text(201) + bytes)) ==
              Lines{"/positiveFeedbackPrompt: invalid_utf8"});
        CHECK(mistakes(SettingsPatch{}.set(message, bytes)) ==
              Lines{"/humanSupportConfirmationMessage: invalid_utf8"});
        CHECK(mistakes(SettingsPatch{}.set(emails, {bytes})) ==
              Lines{"/leadNotificationEmail/0: invalid_email"});
    }
}

TEST_CASE("The list may hold as many addresses as the limit and no more") {
    CHECK(mistakes(SettingsPatch{}.set(emails, {})).empty());
    CHECK(mistakes(SettingsPatch{}.set(emails, many_emails(50))).empty());
    CHECK(mistakes(SettingsPatch{}.set(emails, many_emails(51))) ==
          Lines{"/leadNotificationEmail: too_many_emails"});
}

TEST_CASE("Of too many addresses only those up to the limit are checked") {
    auto addresses = many_emails(100);
    addresses[0] = "bad";
    addresses[49] = "worse";
    addresses[50] = "not looked at";
    CHECK(mistakes(SettingsPatch{}.set(emails, addresses)) ==
          Lines{"/leadNotificationEmail: too_many_emails",
                "/leadNotificationEmail/0: invalid_email",
                "/leadNotificationEmail/49: invalid_email"});
}

TEST_CASE("An address may have 254 bytes and no more") {
    CHECK(mistakes(SettingsPatch{}.set(emails, {long_email(254)})).empty());
    CHECK(mistakes(SettingsPatch{}.set(emails, {long_email(255)})) ==
          Lines{"/leadNotificationEmail/0: text_too_long"});
}

TEST_CASE("Every address that is none, or stands earlier in the list, is reported by its index") {
    CHECK(mistakes(SettingsPatch{}.set(emails,
                                       {"", "a@example.com", " a@example.com", "A@Example.COM",
                                        "b@example.com", "a@example.com", "a\nb@example.com"})) ==
          Lines{"/leadNotificationEmail/0: invalid_email",
                "/leadNotificationEmail/2: invalid_email",
                "/leadNotificationEmail/3: repeated_email",
                "/leadNotificationEmail/5: repeated_email",
                "/leadNotificationEmail/6: invalid_email"});
}

TEST_CASE("Elements of a list that are no strings are reported among the others") {
    std::vector<std::string> const elements{"a@example.com", "", "bad", "a@example.com",
                                            "b@example.com"};
    std::vector<std::size_t> const not_texts{1};
    Limits const limits;
    std::vector<Violation> found;
    detail::FieldCheck("list", limits, found).emails(elements, not_texts);
    CHECK(violation_lines(found) ==
          Lines{"/list/1: wrong_type", "/list/2: invalid_email", "/list/3: repeated_email"});
}

TEST_CASE("All mistakes are reported: first those of reading, then those of values in the table's "
          "order") {
    SettingsPatch patch;
    patch.set(emails, {"bad", "a@example.com", "a@example.com"})
        .set(message, "\a")
        .set(request, long_text(201) + "\n")
        .set(positive, "\t");
    patch.reject({"/leadNotification", ViolationCode::wrong_type, "Must be true or false."});
    CHECK(mistakes(patch) == Lines{"/leadNotification: wrong_type",
                                   "/positiveFeedbackPrompt: control_character",
                                   "/requestHumanSupportPrompt: text_too_long",
                                   "/requestHumanSupportPrompt: control_character",
                                   "/humanSupportConfirmationMessage: control_character",
                                   "/leadNotificationEmail/0: invalid_email",
                                   "/leadNotificationEmail/2: repeated_email"});
}

TEST_CASE("A violation has a sentence, which does not quote the value") {
    SettingsPatch const patch = SettingsPatch{}
                                    .set(positive, "secret\a" + long_text(200))
                                    .set(request, "secret\xFF")
                                    .set(message, "secret\r")
                                    .set(emails, {"secret", "secret@secret", "secret@secret",
                                                  "secret" + std::string(254, 'x')});
    auto limits = Limits{};
    limits.email_count = 4;
    auto const found = validate(patch, nullptr, limits);
    CHECK(found.size() == 7);
    for (auto const& violation : found) {
        INFO(violation.pointer << ": " << violation.message);
        CHECK(violation.message.ends_with('.'));
        CHECK(violation.message.find("secret") == std::string::npos);
    }
}

TEST_CASE("A value equal to the stored one passes, and only the same field's does") {
    HumanSupportSettings stored;
    stored.positive_feedback_prompt = "\a" + long_text(300);
    stored.request_human_support_prompt = "\xFF";
    stored.human_support_confirmation_message = long_text(1001);
    stored.lead_notification_email = many_emails(60);
    stored.lead_notification_email[3] = "bad";

    SettingsPatch whole;
    for_each_field([&](auto const& field) { whole.set(field.member, stored.*field.member); });
    CHECK(mistakes(whole, &stored).empty());
    CHECK(mistakes(whole).size() == 6);

    CHECK(mistakes(SettingsPatch{}.set(request, stored.positive_feedback_prompt), &stored) ==
          Lines{"/requestHumanSupportPrompt: text_too_long",
                "/requestHumanSupportPrompt: control_character"});
    CHECK(mistakes(SettingsPatch{}.set(positive, stored.positive_feedback_prompt + "!"), &stored) ==
          Lines{"/positiveFeedbackPrompt: text_too_long",
                "/positiveFeedbackPrompt: control_character"});
    CHECK(mistakes(SettingsPatch{}.set(emails, {"bad"}), &stored) ==
          Lines{"/leadNotificationEmail/0: invalid_email"});
}

TEST_CASE("Mistakes that were noted while reading stay mistakes beside a stored value") {
    HumanSupportSettings const stored;
    SettingsPatch patch;
    patch.reject({"/leadNotification", ViolationCode::wrong_type, "Must be true or false."});
    CHECK(mistakes(patch, &stored) == Lines{"/leadNotification: wrong_type"});
}

TEST_CASE("What a patch keeps or resets is not checked") {
    Limits nothing;
    nothing.prompt_code_points = 0;
    nothing.message_code_points = 0;
    SettingsPatch reset;
    for_each_field([&](auto const& field) { reset.reset(field.member); });
    CHECK(mistakes(reset, nullptr, nothing).empty());

    HumanSupportSettings stored;
    stored.positive_feedback_prompt = "\a";
    CHECK(mistakes(SettingsPatch{}, &stored, nothing).empty());
}

TEST_CASE("A host may choose other limits") {
    Limits limits;
    limits.prompt_code_points = 3;
    limits.message_code_points = 5000;
    limits.email_count = 1;
    limits.email_bytes = 13;

    CHECK(mistakes(SettingsPatch{}
                       .set(positive, "abc")
                       .set(message, long_text(5000))
                       .set(emails, {"a@example.com"}),
                   nullptr, limits)
              .empty());
    CHECK(mistakes(SettingsPatch{}
                       .set(positive, "abcd")
                       .set(message, long_text(5001))
                       .set(emails, {"ab@example.com", "c@example.com"}),
                   nullptr, limits) == Lines{"/positiveFeedbackPrompt: text_too_long",
                                             "/humanSupportConfirmationMessage: text_too_long",
                                             "/leadNotificationEmail: too_many_emails",
                                             "/leadNotificationEmail/0: text_too_long"});
}

TEST_CASE("The library's own defaults keep its own limits") {
    HumanSupportSettings const defaults;
    SettingsPatch patch;
    for_each_field([&](auto const& field) { patch.set(field.member, defaults.*field.member); });
    CHECK(mistakes(patch).empty());
}
