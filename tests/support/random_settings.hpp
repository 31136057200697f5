// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/settings_patch.hpp>

#include <cstddef>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

/// Random values for tests, which print `seed()` by way of `INFO`. Set the environment variable
/// HUMAN_SUPPORT_TEST_SEED to run a failed test again with the same values.
class Random {
public:
    Random() : Random(choose_seed()) {}
    explicit Random(unsigned seed) : seed_(seed), engine_(seed) {}

    [[nodiscard]] unsigned seed() const noexcept { return seed_; }

    /// A number from 0 to `most`.
    std::size_t up_to(std::size_t most) {
        return std::uniform_int_distribution<std::size_t>(0, most)(engine_);
    }

    bool coin() { return up_to(1) == 1; }

    /// Valid for every text and email setting, and often the same twice.
    std::string text() {
        static constexpr std::string_view pieces[] = {"a",  "B",  "é", "漢", "🙂",
                                                      "\"", "\\", "/", " ",  "~"};
        std::string text;
        for (std::size_t length = up_to(4); length > 0; --length) {
            text += pieces[up_to(std::size(pieces) - 1)];
        }
        return text;
    }

    std::vector<std::string> emails() {
        std::vector<std::string> emails;
        for (std::size_t length = up_to(3); length > 0; --length) {
            emails.push_back("name" + std::to_string(length + 10 * up_to(2)) + "@example.com");
        }
        return emails;
    }

    human_support::HumanSupportSettings settings() {
        human_support::HumanSupportSettings settings;
        human_support::for_each_field([&](auto const& field) { fill(settings.*field.member); });
        return settings;
    }

    /// Each field is kept, reset or set.
    human_support::SettingsPatch patch() {
        human_support::SettingsPatch patch;
        human_support::for_each_field([&](auto const& field) {
            typename std::remove_cvref_t<decltype(field)>::Value value;
            fill(value);
            switch (up_to(2)) {
            case 0: patch.set(field.member, value); break;
            case 1: patch.reset(field.member); break;
            case 2: break;
            }
        });
        return patch;
    }

private:
    static unsigned choose_seed() {
        auto const* chosen = std::getenv("HUMAN_SUPPORT_TEST_SEED");
        return chosen != nullptr ? static_cast<unsigned>(std::stoul(chosen))
                                 : std::random_device{}();
    }

    void fill(bool& value) { value = coin(); }
    void fill(std::string& value) { value = text(); }
    void fill(std::vector<std::string>& value) { value = emails(); }

    unsigned seed_;
    std::mt19937 engine_;
};
