// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/repository.hpp>
#include <human_support/settings_fields.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace human_support::testing {

[[nodiscard]] inline ChatbotId chatbot(std::string_view text) {
    return ChatbotId::parse(text).value();
}

[[nodiscard]] inline AccountId account(std::string_view text) {
    return AccountId::parse(text).value();
}

/// Returns the beginning of a day in UTC.
[[nodiscard]] inline Timestamp on_day(int year, unsigned month, unsigned day) {
    return std::chrono::sys_days{std::chrono::year{year} / static_cast<int>(month) /
                                 static_cast<int>(day)};
}

/// Returns an ordinary record, with default settings.
[[nodiscard]] inline SettingsRecord sample_record(std::string_view chatbot_id,
                                                  std::string_view account_id = "account") {
    constexpr boost::uuids::uuid id{{0x3f, 0x9a, 0x1c, 0x52, 0x7e, 0x04, 0x4b, 0x8d, 0x9c, 0x11,
                                     0xd2, 0x60, 0xa7, 0xff, 0x00, 0x85}};
    return {id,
            chatbot(chatbot_id),
            account(account_id),
            "someone",
            {},
            on_day(2026, 1, 31) + std::chrono::milliseconds{1},
            on_day(2026, 2, 28) + std::chrono::milliseconds{999}};
}

inline void change_value(bool& value, std::string_view) { value = !value; }
inline void change_value(std::string& value, std::string_view field) {
    value = "another " + std::string(field);
}
inline void change_value(std::vector<std::string>& value, std::string_view field) {
    value = {"second@example.com", "first@example.com", std::string(field) + "@example.com"};
}

/// Gives one setting a value that neither its default nor another setting has.
template <class T>
void change_field(HumanSupportSettings& settings, Field<T> const& field) {
    change_value(settings.*field.member, field.storage_name);
}

/// Returns records that differ from `base` in one member only, for every member but the chatbot;
/// and one that differs in all of them.
[[nodiscard]] inline std::vector<SettingsRecord> variations(SettingsRecord const& base) {
    std::vector<SettingsRecord> all;
    SettingsRecord last = base;
    auto const vary = [&](auto const& change) {
        change(all.emplace_back(base));
        change(last);
    };
    vary([](SettingsRecord& record) { std::reverse(record.id.begin(), record.id.end()); });
    vary([](SettingsRecord& record) { record.account_id = account("another-account"); });
    vary([](SettingsRecord& record) { record.updated_by = "another person"; });
    vary([](SettingsRecord& record) { record.created_at -= std::chrono::milliseconds{1}; });
    vary([](SettingsRecord& record) { record.updated_at += std::chrono::milliseconds{1}; });
    for_each_field([&](auto const& field) {
        vary([&](SettingsRecord& record) { change_field(record.settings, field); });
    });
    all.push_back(last);
    return all;
}

/// Returns texts that an engine's own language, encoding or limits might damage. Storage validates
/// no limit, so they may have any length and any character but U+0000.
[[nodiscard]] inline std::vector<std::string> unusual_texts() {
    std::string every_control_character;
    for (char c = 1; c < 0x20; ++c) {
        every_control_character += c;
    }
    std::string long_text;
    while (long_text.size() < 100'000) {
        long_text += "\xE6\xBC\xA2 and \xF0\x9F\x99\x82, "; // a Han character, a smiling face
    }
    return {"",
            " ",
            "  spaces around  ",
            "null",
            "0012",
            "1e3",
            "it's 'quoted'",
            R"("double" and `back`)",
            "'; DROP TABLE settings; --",
            R"(back\slash \u0041 \)",
            "%s {} ? :name $1 %00",
            R"(["a", "b"])",
            "one line\nand another\r\n\tand a tab",
            every_control_character + '\x7F',
            "e\xCC\x81 \xC3\xA9 \xC3\x9F \xC4\xB0",         // not normalized, no case folding
            "\xE2\x80\xA8 \xEF\xBB\xBF \xEF\xBF\xBF",       // a line separator, a BOM, U+FFFF
            "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x9A\x80", // beyond the basic plane, joined
            "\xF4\x8F\xBF\xBF \xE0\xA0\x80 \xC2\x80 \xED\x9F\xBF", // ends of the UTF-8 ranges
            long_text};
}

/// Returns records for the chatbots "unusual-0", "unusual-1" and so on, with values that are
/// allowed but rare.
[[nodiscard]] inline std::vector<SettingsRecord> unusual_records() {
    std::vector<SettingsRecord> all;
    auto const add = [&]() -> SettingsRecord& {
        return all.emplace_back(sample_record("unusual-" + std::to_string(all.size())));
    };
    for (std::string const& text : unusual_texts()) {
        SettingsRecord& record = add();
        record.updated_by = text;
        for_each_field([&](auto const& field) {
            auto& value = record.settings.*field.member;
            if constexpr (std::is_same_v<decltype(value), std::string&>) {
                value = text;
            } else if constexpr (std::is_same_v<decltype(value), std::vector<std::string>&>) {
                value = {text, "name@example.com", text};
            }
        });
    }
    add().settings.lead_notification_email = {""};
    add().settings.lead_notification_email = {"", "", ""};
    add().settings.lead_notification_email = std::vector<std::string>(1'000, "name@example.com");
    add().id = boost::uuids::uuid{};
    auto& largest_id = add().id;
    std::fill(largest_id.begin(), largest_id.end(), std::uint8_t{0xFF});
    for (Timestamp const time :
         {Timestamp{}, Timestamp{} - std::chrono::milliseconds{1}, on_day(1, 1, 1),
          on_day(9999, 12, 31), on_day(2038, 1, 20), on_day(1901, 1, 1)}) {
        SettingsRecord& record = add();
        record.created_at = time;
        record.updated_at = time + std::chrono::milliseconds{1};
    }
    std::string const longest(max_id_bytes, '~');
    add().account_id = account(longest);
    all.push_back(sample_record(longest));
    all.push_back(sample_record("..."));
    return all;
}

/// Returns records for `chatbot_id` with one text each that no engine may store.
[[nodiscard]] inline std::vector<SettingsRecord> unstorable_records(std::string_view chatbot_id) {
    std::vector<SettingsRecord> all;
    for (std::string const& text :
         {std::string("NUL\0", 4), std::string("\xFF"), std::string("cut off: \xF0\x9F\x99"),
          std::string("a surrogate: \xED\xA0\x80"), std::string("overlong: \xC0\x80")}) {
        auto const add = [&]() -> SettingsRecord& {
            return all.emplace_back(sample_record(chatbot_id));
        };
        add().updated_by = text;
        for_each_field([&](auto const& field) {
            using Value = typename std::remove_cvref_t<decltype(field)>::Value;
            if constexpr (std::is_same_v<Value, std::string>) {
                add().settings.*field.member = text;
            } else if constexpr (std::is_same_v<Value, std::vector<std::string>>) {
                add().settings.*field.member = {"name@example.com", text};
            }
        });
    }
    return all;
}

/// Returns ids in the order of their bytes, which is not that of a dictionary or of numbers.
[[nodiscard]] inline std::vector<std::string> ordered_ids() {
    std::string const long_id(max_id_bytes - 1, 'm');
    return {"-",     "-1",          ".-",          "...",         "0",   "007", "10", "9",   "A",
            "AB",    "Aa",          "B",           "Z",           "_",   "_a",  "a",  "a-b", "a.b",
            "a0",    "aB",          "a_b",         "ab",          "abc", "a~",  "b",  "m",   "mm",
            long_id, long_id + "A", long_id + "a", long_id + "~", "z",   "~",   "~~"};
}

} // namespace human_support::testing
