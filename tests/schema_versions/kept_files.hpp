// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "schema_versions/kept_writes.hpp"
#include "support/catch.hpp"
#include "support/without_epoch.hpp"

#include <human_support/memory_repository.hpp>

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

/// The file that is kept for a schema version, to be copied before it is opened. CMake tells where.
inline std::filesystem::path kept_file(int schema_version) {
    return std::filesystem::path(SCHEMA_VERSIONS_FOLDER) /
           ("version_" + std::to_string(schema_version) + ".sqlite");
}

/// What every kept file holds.
inline std::unique_ptr<human_support::MemoryRepository> kept_content() {
    auto content = std::make_unique<human_support::MemoryRepository>();
    for (auto const& write : kept_writes()) {
        content->write(write).value();
    }
    return content;
}

/// Requires that two stores of less than a page hold the same, in records and feed. Their epochs
/// may differ.
inline void require_same_content(human_support::SettingsRepository& found,
                                 human_support::SettingsRepository& expected) {
    using human_support::max_page_size;
    auto const records = found.list({.limit = max_page_size}).value().records;
    auto const expected_records = expected.list({.limit = max_page_size}).value().records;
    REQUIRE(records.size() == expected_records.size());
    for (std::size_t i = 0; i < records.size(); ++i) {
        REQUIRE(without_epoch(*records[i]) == without_epoch(*expected_records[i]));
    }
    auto const feed = found.changes(std::nullopt, max_page_size).value();
    auto const expected_feed = expected.changes(std::nullopt, max_page_size).value();
    REQUIRE(feed.mark.revision == expected_feed.mark.revision);
    REQUIRE(feed.changes.size() == expected_feed.changes.size());
    for (std::size_t i = 0; i < feed.changes.size(); ++i) {
        auto const& change = feed.changes[i];
        auto const& expected_change = expected_feed.changes[i];
        REQUIRE(change.chatbot_id == expected_change.chatbot_id);
        REQUIRE(change.revision == expected_change.revision);
        REQUIRE((change.record == nullptr) == (expected_change.record == nullptr));
    }
}
