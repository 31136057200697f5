// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "support/catch.hpp"
#include "support/sample_record.hpp"

#include <string>
#include <utility>
#include <vector>

/// Makes and erases `count` records.
inline void erase_some(human_support::SettingsRepository& repository, int count) {
    using human_support::Write;
    std::vector<Write> stores;
    std::vector<Write> erasures;
    for (int i = 0; i < count; ++i) {
        auto record = sample_record("erased-" + std::to_string(i));
        erasures.push_back(Write::erase(record.chatbot_id));
        stores.push_back(Write::store(std::move(record), human_support::Absent{}));
    }
    REQUIRE(repository.write(stores));
    REQUIRE(repository.write(erasures));
}
