// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/settings_patch.hpp>

#include "support/catch.hpp"
#include "support/random_settings.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <vector>

using namespace human_support;

namespace {

constexpr int random_cases = 10'000;

bool another(bool value) { return !value; }
std::string another(std::string const& value) { return value + "!"; }
std::vector<std::string> another(std::vector<std::string> value) {
    value.emplace_back("another@example.com");
    return value;
}

/// Settings that differ from `settings` in every field.
HumanSupportSettings all_another(HumanSupportSettings settings) {
    for_each_field(
        [&](auto const& field) { settings.*field.member = another(settings.*field.member); });
    return settings;
}

} // namespace

TEST_CASE("A new patch changes nothing") {
    HumanSupportSettings const settings = all_another({});
    CHECK(SettingsPatch{}.apply_to(settings, {}) == settings);
    CHECK(SettingsPatch{}.violations().empty());
}

TEST_CASE("Setting a field gives it the value and leaves the others alone") {
    HumanSupportSettings const settings;
    for_each_field([&](auto const& field) {
        INFO(field.json_name);
        auto const value = another(settings.*field.member);
        auto expected = settings;
        expected.*field.member = value;
        CHECK(SettingsPatch{}.set(field.member, value).apply_to(settings, settings) == expected);
    });
}

TEST_CASE("Resetting a field gives it the default and leaves the others alone") {
    HumanSupportSettings const defaults;
    HumanSupportSettings const settings = all_another(defaults);
    for_each_field([&](auto const& field) {
        INFO(field.json_name);
        auto expected = settings;
        expected.*field.member = defaults.*field.member;
        CHECK(SettingsPatch{}.reset(field.member).apply_to(settings, defaults) == expected);
    });
}

TEST_CASE("What is done to a field last is what counts") {
    auto const member = &HumanSupportSettings::lead_notification;
    CHECK(SettingsPatch{}.set(member, true).set(member, false) ==
          SettingsPatch{}.set(member, false));
    CHECK(SettingsPatch{}.set(member, true).reset(member) == SettingsPatch{}.reset(member));
    CHECK(SettingsPatch{}.reset(member).set(member, true) == SettingsPatch{}.set(member, true));
}

TEST_CASE("Keeping, resetting and setting a field are three different things") {
    HumanSupportSettings const defaults;
    for_each_field([&](auto const& field) {
        INFO(field.json_name);
        auto const reset = SettingsPatch{}.reset(field.member);
        auto const set = SettingsPatch{}.set(field.member, defaults.*field.member);
        CHECK_FALSE(SettingsPatch{} == reset);
        CHECK_FALSE(SettingsPatch{} == set);
        CHECK_FALSE(reset == set);
    });
}

TEST_CASE("A patch shows each field of the table in its order, with its action and its value") {
    HumanSupportSettings const values = all_another({});
    constexpr std::array actions{PatchAction::keep, PatchAction::reset, PatchAction::set};
    SettingsPatch patch;
    for_each_field([&](auto const& field) {
        switch (actions[field_index(field.member) % actions.size()]) {
        case PatchAction::keep: break;
        case PatchAction::reset: patch.reset(field.member); break;
        case PatchAction::set: patch.set(field.member, values.*field.member); break;
        }
    });

    std::size_t index = 0;
    patch.for_each_action([&](auto const& field, PatchAction action, auto const& value) {
        INFO(field.json_name);
        CHECK(field_index(field.member) == index);
        CHECK(action == actions[index % actions.size()]);
        if (action == PatchAction::set) {
            CHECK(value == values.*field.member);
        }
        ++index;
    });
    CHECK(index == settings_field_count);
}

TEST_CASE("A patch keeps the mistakes that were noted in it, in their order") {
    Violation const first{"/b", ViolationCode::wrong_type, "Must be a string."};
    Violation const second{"/a", ViolationCode::unknown_member, "There is no such setting."};
    SettingsPatch patch;
    patch.reject(first);
    patch.reject(second);
    CHECK(patch.violations() == std::vector{first, second});
    CHECK_FALSE(patch == SettingsPatch{});
}

TEST_CASE("A difference sets exactly the fields that differ, and resets none") {
    Random random;
    INFO("seed " << random.seed());
    for (int i = 0; i < random_cases; ++i) {
        auto const from = random.settings();
        auto const to = random.settings();
        bool right = true;
        diff(from, to).for_each_action(
            [&](auto const& field, PatchAction action, auto const& value) {
                bool const same = from.*field.member == to.*field.member;
                right = right && (same ? action == PatchAction::keep
                                       : action == PatchAction::set && value == to.*field.member);
            });
        REQUIRE(right);
    }
}

TEST_CASE("The difference from one to another turns the one into the other") {
    Random random;
    INFO("seed " << random.seed());
    for (int i = 0; i < random_cases; ++i) {
        auto const from = random.settings();
        auto const to = random.settings();
        REQUIRE(diff(from, to).apply_to(from, random.settings()) == to);
    }
}

TEST_CASE("Applying a patch twice is the same as applying it once") {
    Random random;
    INFO("seed " << random.seed());
    for (int i = 0; i < random_cases; ++i) {
        auto const defaults = random.settings();
        auto const patch = random.patch();
        auto const once = patch.apply_to(random.settings(), defaults);
        REQUIRE(patch.apply_to(once, defaults) == once);
        REQUIRE(SettingsPatch(patch).apply_to(once, defaults) == once); // by moving its values
    }
}
