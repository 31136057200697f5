// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/testing/conformance/store.hpp>

#include <map>
#include <memory>
#include <optional>
#include <utility>

/// All that a store holds.
struct StoreState {
    human_support::FeedMark mark; ///< where the feed ends; epoch 0 if no store is known yet
    std::map<human_support::ChatbotId, human_support::FeedChange> changes; ///< erasures as well
};

/// Reads a store that nobody writes to. Throws a `ConformanceFailure` unless its feed is in order,
/// and its list and the records that are found one by one are those of the feed.
[[nodiscard]] inline StoreState
read_store(std::shared_ptr<human_support::SettingsRepository> repository) {
    using namespace human_support::testing;
    constexpr std::size_t page_size = 7; // small, so that there are several pages
    Store const store(std::move(repository));
    StoreState state{store.current_mark(), {}};
    for (auto const& change : store.changes_after(std::nullopt, page_size)) {
        expect(change.revision <= state.mark.revision, "the feed ends at its mark");
        expect(state.changes.emplace(change.chatbot_id, change).second,
               "the feed has each chatbot once");
    }
    auto listed = store.list_all({.limit = page_size});
    for (auto const& [chatbot_id, change] : state.changes) {
        auto const found = store.find(chatbot_id.str());
        if (change.record == nullptr) {
            expect(found == nullptr, "what the feed has as erased is not found");
            continue;
        }
        expect_record(found, *change.record);
        expect_equal("the epoch of a record", found->epoch, state.mark.epoch);
        auto const place =
            std::find_if(listed.begin(), listed.end(),
                         [&record = *found](auto const& other) { return *other == record; });
        expect(place != listed.end(), "the list has the records of the feed");
        listed.erase(place);
    }
    expect_equal("records that the list has and the feed has not", listed.size(), 0U);
    return state;
}
