// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/settings_record.hpp>

#include "support/catch.hpp"
#include "support/sample_record.hpp"

#include <functional>
#include <vector>

using namespace human_support;
using namespace std::chrono_literals;

TEST_CASE("A record has no revision before a store assigns one") {
    CHECK(sample_record("bot").revision == no_revision);
}

TEST_CASE("Records are equal where every member is") {
    CHECK(sample_record("bot") == sample_record("bot"));

    std::vector<std::function<void(SettingsRecord&)>> const changes{
        [](auto& changed) { *(changed.id.end() - 1) = 1; },
        [](auto& changed) { changed.chatbot_id = ChatbotId::parse("Bot").value(); },
        [](auto& changed) { changed.account_id = AccountId::parse("Account").value(); },
        [](auto& changed) { changed.updated_by = "another"; },
        [](auto& changed) { changed.settings.enable_human_support = true; },
        [](auto& changed) { changed.created_at += 1ms; },
        [](auto& changed) { changed.updated_at += 1ms; },
        [](auto& changed) { changed.revision = 1; },
    };
    for (auto const& change : changes) {
        auto changed = sample_record("bot");
        change(changed);
        CHECK_FALSE(changed == sample_record("bot"));
    }
}
