// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "support/realistic_record.hpp"

#include "support/catch.hpp"

#include <human_support/settings_patch.hpp>
#include <human_support/validation.hpp>

#include <algorithm>
#include <set>
#include <vector>

using namespace human_support;

namespace {

constexpr std::size_t some_records = 2000;

std::size_t changed_settings(HumanSupportSettings const& settings) {
    std::size_t count = 0;
    for_each_field([&](auto const& field) {
        count += settings.*field.member == HumanSupportSettings().*field.member ? 0 : 1;
    });
    return count;
}

} // namespace

TEST_CASE("A number always makes the same realistic record, and each another one") {
    CHECK(realistic_record(7) == realistic_record(7));
    std::set<boost::uuids::uuid> ids;
    for (std::size_t number = 0; number < some_records; ++number) {
        ids.insert(realistic_record(number).id);
    }
    CHECK(ids.size() == some_records);
    CHECK(realistic_record(999).chatbot_id < realistic_record(1000).chatbot_id);
}

TEST_CASE("The endpoint would take the settings of every realistic record") {
    for (std::size_t number = 0; number < some_records; ++number) {
        auto const patch = diff(detail::empty_settings(), realistic_record(number).settings);
        CHECK(validate(patch, nullptr, {}).empty());
    }
}

TEST_CASE("Realistic records have 0 to 5 emails, and texts of 30 to 120 bytes with emoji") {
    std::set<std::size_t> email_counts;
    std::vector<std::size_t> sizes;
    for (std::size_t number = 0; number < some_records; ++number) {
        auto const settings = realistic_record(number).settings;
        email_counts.insert(settings.lead_notification_email.size());
        for (auto const& text :
             {settings.positive_feedback_prompt, settings.request_human_support_prompt,
              settings.human_support_confirmation_message}) {
            if (text.find("💬") != std::string::npos) {
                sizes.push_back(text.size());
            }
        }
    }
    CHECK(email_counts == std::set<std::size_t>{0, 1, 2, 3, 4, 5});
    REQUIRE(!sizes.empty());
    auto const [least, most] = std::minmax_element(sizes.begin(), sizes.end());
    CHECK(*least >= 30);
    CHECK(*least < 40);
    CHECK(*most > 110);
    CHECK(*most <= 120);
}

TEST_CASE("Most realistic records are near the defaults") {
    std::size_t near = 0;
    for (std::size_t number = 0; number < some_records; ++number) {
        near += changed_settings(realistic_record(number).settings) <= 2 ? 1 : 0;
    }
    CHECK(near > some_records / 2);
    CHECK(near < some_records);
}
