// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/testing/conformance/check.hpp>
#include <human_support/testing/conformance/records.hpp>
#include <human_support/testing/conformance/store.hpp>

#include <vector>

namespace human_support::testing {

/// Returns the checks of several handles on one store, and of several stores.
[[nodiscard]] inline ConformanceChecks handle_checks() {
    return {
        {"What one handle writes, another shows at once",
         [](RepositoryFactory const& open) {
             auto const writer = open_store(open);
             auto const reader = open_store(open);
             for (int i = 0; i < 3; ++i) {
                 for (auto const& record : variations(sample_record("chatbot"))) {
                     expect_everywhere(reader, writer.put(record));
                 }
                 writer.erase("chatbot");
                 expect(reader.find("chatbot") == nullptr, "the erased record is not found");
                 expect(reader.list_all().empty(), "the erased record is not listed");
             }
         }},
        {"Two handles agree on revisions and marks",
         [](RepositoryFactory const& open) {
             auto const one = open_store(open);
             auto const two = open_store(open);
             auto const first = one.put(sample_record("chatbot"));
             auto const second = two.put(sample_record("chatbot"), first.revision);
             expect(second.revision > first.revision, "one counter serves both handles");
             expect_error("a write through the first handle, of the record before the last",
                          one.write(Write::store(first, first.revision)), Errc::revision_mismatch);
             auto const mark = one.current_mark();
             expect_equal("the epoch", two.current_mark().epoch, mark.epoch);
             auto const third = one.put(sample_record("another"));
             auto const changes = two.changes_after(mark);
             expect_equal("changes after the other's mark", chatbots_of(changes), {"another"});
             expect_record(changes.front().record, third);
         }},
        {"A store keeps its records and its feed when every handle is closed",
         [](RepositoryFactory const& open) {
             std::vector<SettingsRecord> stored;
             FeedMark mark;
             SettingsRecordPtr found;
             {
                 auto const store = open_store(open);
                 for (auto const& record : unusual_records()) {
                     stored.push_back(store.put(record));
                 }
                 store.put(sample_record("erased"));
                 mark = store.current_mark();
                 store.erase("erased");
                 found = store.find(stored.front().chatbot_id.str());
             }
             expect_record(found, stored.front());
             auto const store = open_store(open);
             for (auto const& record : stored) {
                 expect_everywhere(store, record);
             }
             expect_equal("changes after the mark", chatbots_of(store.changes_after(mark)),
                          {"erased"});
         }},
        {"Stores of different names have nothing in common",
         [](RepositoryFactory const& open) {
             Store const one(open("one"));
             Store const two(open("two"));
             auto const stored = one.put(sample_record("chatbot"));
             expect(two.find("chatbot") == nullptr, "the other store does not find the record");
             expect(two.list_all().empty(), "the other store does not list the record");
             expect(two.changes_after(std::nullopt).empty(), "the other store's feed is empty");
             two.put(sample_record("chatbot", "another-account"), Absent{});
             two.erase("chatbot");
             expect_record(one.find("chatbot"), stored);
             expect(one.current_mark().epoch != two.current_mark().epoch,
                    "each store has an epoch of its own");
         }},
    };
}

} // namespace human_support::testing
