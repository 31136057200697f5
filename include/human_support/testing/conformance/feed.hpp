// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/testing/conformance/check.hpp>
#include <human_support/testing/conformance/pages.hpp>
#include <human_support/testing/conformance/store.hpp>

#include <limits>
#include <string>
#include <vector>

namespace human_support::testing {

/// Writes changes of every kind; returns the chatbots that have a record then, in the order of the
/// feed.
inline std::vector<std::string> fill_feed(Store const& store) {
    for (auto const* id : {"a", "b", "c", "d", "e", "f"}) {
        store.put(sample_record(id));
    }
    store.put(sample_record("b"));
    store.erase("c");
    store.put(sample_record("a", "another-account"));
    store.erase("d");
    store.put(sample_record("c"));
    return {"e", "f", "b", "a", "c"};
}

/// Returns what the feed shows from its beginning, without the erasures, which it may leave out
/// there.
[[nodiscard]] inline std::vector<std::string> records_in_feed(Store const& store,
                                                              std::size_t limit) {
    auto changes = store.changes_after(std::nullopt, limit);
    std::erase_if(changes, [](FeedChange const& change) { return !change.record; });
    return chatbots_of(changes);
}

/// Returns the checks of what the change feed shows.
[[nodiscard]] inline ConformanceChecks feed_checks() {
    return {
        {"The feed of an empty store is empty and has a mark to go on from",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             auto const page = store.changes(std::nullopt, 10);
             expect(page.changes.empty(), "there are no changes");
             auto const stored = store.put(sample_record("chatbot"));
             auto const changes = store.changes_after(page.mark);
             expect_equal("changes after the mark", chatbots_of(changes), {"chatbot"});
             expect_record(changes.front().record, stored);
         }},
        {"The feed has each chatbot once, in its latest state, in the order of the revisions",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             auto const expected = fill_feed(store);
             auto const changes = store.changes_after(std::nullopt);
             for (auto const& change : changes) {
                 auto const found = store.find(change.chatbot_id.str());
                 if (!change.record) {
                     expect(!found, "what the feed shows as erased is not found");
                     continue;
                 }
                 expect_record(change.record, *found);
                 expect_equal("revision of the change", change.revision, found->revision);
             }
             expect_equal("the feed's records", records_in_feed(store, 100), expected);
         }},
        {"A reader that has read a record from the feed is told of its erasure",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             store.put(sample_record("kept"));
             store.put(sample_record("erased"));
             auto const mark = store.current_mark();
             auto const erasure = store.erase("erased");
             auto const changes = store.changes_after(mark);
             expect_equal("changes after the mark", chatbots_of(changes), {"erased"});
             expect(changes.front().record == nullptr, "the erasure has no record");
             expect_equal("revision of the erasure", changes.front().revision, erasure);
         }},
        {"An erasure that is followed by a new record shows as the record alone",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             store.put(sample_record("chatbot"));
             auto const mark = store.current_mark();
             store.erase("chatbot");
             auto const stored = store.put(sample_record("chatbot", "another-account"), Absent{});
             auto const changes = store.changes_after(mark);
             expect_equal("changes after the mark", chatbots_of(changes), {"chatbot"});
             expect_equal("revision of the change", changes.front().revision, stored.revision);
             expect_record(changes.front().record, stored);
         }},
        {"The feed shows only what changed after the mark",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             fill_feed(store);
             auto const mark = store.current_mark();
             expect(store.changes_after(mark).empty(), "nothing changed after the current mark");
             store.put(sample_record("e"));
             store.erase("a");
             store.put(sample_record("new"));
             expect_equal("changes after the mark", chatbots_of(store.changes_after(mark)),
                          {"e", "a", "new"});
         }},
        {"A mark stays good when what it was made at has changed again",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             store.put(sample_record("a"));
             auto const mark = store.current_mark();
             store.put(sample_record("b"));
             store.put(sample_record("a"));
             expect_equal("changes after the mark", chatbots_of(store.changes_after(mark)),
                          {"b", "a"});
         }},
        {"Pages of the feed of any limit lead through every change once",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             auto const beginning = store.current_mark();
             auto const expected = fill_feed(store);
             auto const all = chatbots_of(store.changes_after(beginning));
             for (std::size_t limit = 1; limit <= all.size() + 1; ++limit) {
                 expect_equal("the feed", chatbots_of(store.changes_after(beginning, limit)), all);
                 expect_equal("the feed's records", records_in_feed(store, limit), expected);
             }
         }},
        {"A chatbot that changes between two pages of the feed is not lost",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             for (auto const* id : {"a", "b", "c"}) {
                 store.put(sample_record(id));
             }
             auto const first = store.changes(std::nullopt, 1);
             expect_equal("the first page", chatbots_of(first.changes), {"a"});
             store.put(sample_record("b"));
             store.put(sample_record("a"));
             expect_equal("the pages after it", chatbots_of(store.changes_after(first.mark, 1)),
                          {"c", "b", "a"});
         }},
        {"A feed limit above the largest page size counts as that",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             put_many(store, max_page_size + 1);
             for (std::size_t const limit :
                  {max_page_size, max_page_size + 1, (std::numeric_limits<std::size_t>::max)()}) {
                 auto const first = store.changes(std::nullopt, limit);
                 expect_equal("the first page's size", first.changes.size(), max_page_size);
                 auto const rest = store.changes(first.mark, limit);
                 expect_equal("the second page's size", rest.changes.size(), 1);
             }
         }},
    };
}

} // namespace human_support::testing
