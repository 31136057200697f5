// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/settings_record.hpp>

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <string_view>

/// Makes the record of one of many chatbots, as the store of a large service may have them: most
/// have changed little of the defaults; texts of their own have 30 to 120 bytes, emoji among them;
/// and there are 0 to 5 emails. The same number always makes the same record, and chatbot ids have
/// the order of the numbers.
class RealisticRecord {
public:
    explicit RealisticRecord(std::size_t number) : number_(number), random_{number} {}

    [[nodiscard]] human_support::SettingsRecord make() {
        using human_support::Timestamp;
        boost::uuids::uuid id{};
        for (auto& byte : id) {
            byte = static_cast<unsigned char>(below(256));
        }
        constexpr std::size_t milliseconds_of_three_years = 94'608'000'000;
        Timestamp const created{
            std::chrono::milliseconds(1'700'000'000'000 + below(milliseconds_of_three_years))};
        human_support::SettingsRecord record{
            id,
            human_support::ChatbotId::parse(fmt::format("chatbot-{:08}", number_)).value(),
            human_support::AccountId::parse(fmt::format("account-{:08}", number_ / 10)).value(),
            fmt::format("user-{}", below(100)),
            settings(),
            created,
            created + std::chrono::milliseconds(below(milliseconds_of_three_years))};
        return record;
    }

private:
    /// SplitMix64: good enough with any seed, and quick to make, unlike those of `<random>`.
    struct Numbers {
        using result_type = std::uint64_t;
        static constexpr result_type min() { return 0; }
        static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }
        result_type operator()() {
            state += 0x9E3779B97F4A7C15;
            auto mixed = (state ^ (state >> 30U)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31U);
        }
        std::uint64_t state;
    };

    std::size_t below(std::size_t count) {
        return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_);
    }
    bool one_of(std::size_t count) { return below(count) == 0; }

    human_support::HumanSupportSettings settings() {
        human_support::HumanSupportSettings settings;
        settings.enable_human_support = !one_of(4);
        settings.replace_all_other_suggestions_with_escalation_buttons = one_of(10);
        settings.show_escalation_buttons_after_responses = !one_of(10);
        if (one_of(5)) { // has texts of its own, perhaps since it speaks another language
            settings.positive_feedback_prompt = text();
            settings.request_human_support_prompt = text();
            settings.human_support_confirmation_message = text();
        }
        if (one_of(4)) {
            settings.lead_notification = true;
            for (auto left = below(6); left > 0; --left) {
                settings.lead_notification_email.push_back(
                    fmt::format("support.{}@customer-{}.example.com", left, number_));
            }
        }
        return settings;
    }

    std::string text() {
        static constexpr std::array<std::string_view, 16> words{
            "yes",  "that", "helped",  "please", "talk",   "to",   "a", "human",
            "gern", "über", "Antwort", "merci",  "équipe", "🙂", "👍", "🙋"};
        constexpr std::size_t least = 30;
        constexpr std::size_t most = 120;
        constexpr std::size_t longest_word = 8; // with a space
        auto const enough = least + below(most - least - longest_word + 1);
        std::string text = "💬";
        while (text.size() < enough) {
            (text += ' ') += words.at(below(words.size()));
        }
        return text;
    }

    std::size_t number_;
    Numbers random_;
};

/// The record of chatbot `number`.
[[nodiscard]] inline human_support::SettingsRecord realistic_record(std::size_t number) {
    return RealisticRecord(number).make();
}
