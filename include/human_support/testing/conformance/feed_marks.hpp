// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/testing/conformance/check.hpp>
#include <human_support/testing/conformance/feed.hpp>
#include <human_support/testing/conformance/store.hpp>

#include <limits>
#include <optional>

namespace human_support::testing {

/// Fails unless `changes` after `mark` is `feed_restarted` with every limit.
inline void expect_restarted(Store const& store, FeedMark const& mark,
                             boost::source_location const& where = BOOST_CURRENT_LOCATION) {
    for (std::size_t const limit : {0U, 1U, 100U}) {
        expect_error("changes", store->changes(mark, limit), Errc::feed_restarted, where);
    }
}

/// Returns the checks of the marks in the change feed.
[[nodiscard]] inline ConformanceChecks feed_mark_checks() {
    return {
        {"A feed limit of 0 returns the current mark alone, whatever mark was given",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             auto const beginning = store.current_mark();
             fill_feed(store);
             auto const last = store.put(sample_record("last")).revision;
             for (auto const& mark : {std::optional<FeedMark>(), std::optional(beginning),
                                      std::optional(store.current_mark())}) {
                 auto const page = store.changes(mark, 0);
                 expect(page.changes.empty(), "there are no changes in the page");
                 expect(page.mark.revision >= last, "the mark is the current one");
                 expect(store.changes_after(page.mark).empty(), "nothing came after the mark");
             }
         }},
        {"A mark of the feed's beginning reads the same as none",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             auto const expected = fill_feed(store);
             auto const mark = FeedMark{store.current_mark().epoch, no_revision};
             auto changes = store.changes_after(mark);
             std::erase_if(changes, [](FeedChange const& change) { return !change.record; });
             expect_equal("the feed's records", chatbots_of(changes), expected);
         }},
        {"The epoch is positive and stays, also when the store is opened again",
         [](RepositoryFactory const& open) {
             Epoch epoch = 0;
             {
                 auto const store = open_store(open);
                 epoch = store.current_mark().epoch;
                 expect(epoch > 0, "the epoch is positive");
                 store.put(sample_record("chatbot"));
                 expect_equal("the epoch", store.changes(std::nullopt, 1).mark.epoch, epoch);
             }
             expect_equal("the epoch", open_store(open).current_mark().epoch, epoch);
         }},
        {"What is written and what is read has the epoch of the feed",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             auto const epoch = store.current_mark().epoch;
             auto const stored =
                 value_of("storing", store.write(Write::store(sample_record("chatbot"), Absent{})));
             expect_equal("the epoch of a stored record", stored.epoch, epoch);
             expect_equal("the epoch found", store.get("chatbot").epoch, epoch);
             expect_equal("the epoch listed", store.list_all().front()->epoch, epoch);
             expect_equal("the epoch in the feed",
                          store.changes_after(std::nullopt).front().record->epoch, epoch);
             auto const erased = value_of("erasing", store.write(Write::erase(chatbot("chatbot"))));
             expect_equal("the epoch of an erasure", erased.epoch, epoch);
         }},
        {"A mark of a foreign epoch is feed_restarted",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             fill_feed(store);
             auto const mark = store.current_mark();
             for (Epoch const epoch : {mark.epoch - 1, mark.epoch ^ 1, -mark.epoch, Epoch{0}}) {
                 expect_restarted(store, {epoch, mark.revision});
                 expect_restarted(store, {epoch, no_revision});
             }
             Store const other(open("other"));
             fill_feed(other);
             expect_restarted(store, other.current_mark());
         }},
        {"A mark beyond the end of the feed is feed_restarted",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             auto const beginning = store.current_mark();
             expect_restarted(store, {beginning.epoch, beginning.revision + 1});
             fill_feed(store);
             auto const mark = store.current_mark();
             expect_restarted(store, {mark.epoch, mark.revision + 1});
             expect_restarted(store, {mark.epoch, (std::numeric_limits<Revision>::max)()});
         }},
    };
}

} // namespace human_support::testing
