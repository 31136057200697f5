// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/testing/conformance/check.hpp>
#include <human_support/testing/conformance/store.hpp>

#include <vector>

namespace human_support::testing {

/// Fails unless every way to read a record returns `expected` whole.
inline void expect_everywhere(Store const& store, SettingsRecord const& expected,
                              boost::source_location const& where = BOOST_CURRENT_LOCATION) {
    auto const& chatbot_id = expected.chatbot_id;
    expect_record(store.find(chatbot_id.str(), where), expected, where);
    for (auto const& record : store.list_all({}, where)) {
        if (record->chatbot_id == chatbot_id) {
            expect_record(record, expected, where);
        }
    }
    FeedMark before = store.current_mark(where);
    before.revision = expected.revision - 1;
    auto const page = store.changes(before, 1, where);
    expect(page.changes.size() == 1 && page.changes.front().chatbot_id == chatbot_id,
           "the feed has the record after the revision before its own", where);
    expect_equal("revision of the change", page.changes.front().revision, expected.revision, where);
    expect_record(page.changes.front().record, expected, where);
}

/// Returns the checks that stored records come back unchanged.
[[nodiscard]] inline ConformanceChecks record_checks() {
    return {
        {"A chatbot without a record is found as null",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             expect(store.find("nobody") == nullptr, "an empty store has no record");
             store.put(sample_record("somebody"));
             expect(store.find("nobody") == nullptr, "another chatbot's record is not found");
             expect(store.find("some") == nullptr, "a part of an id is not the id");
         }},
        {"A record comes back with everything in it",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             auto const base = sample_record("chatbot");
             expect_everywhere(store, store.put(base, Absent{}));
             store.erase("chatbot");
             for (auto const& record : variations(base)) {
                 expect_everywhere(store, store.put(record, Absent{}));
                 store.erase("chatbot");
             }
         }},
        {"A record that is stored over another takes its place in everything",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             auto const base = sample_record("chatbot");
             store.put(base);
             for (auto const& record : variations(base)) {
                 auto const stored = store.put(record);
                 expect_everywhere(store, stored);
                 expect_everywhere(store, store.put(base, stored.revision));
             }
         }},
        {"Records of unusual values come back as they were stored",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             std::vector<SettingsRecord> stored;
             for (auto const& record : unusual_records()) {
                 stored.push_back(store.put(record));
             }
             for (auto const& record : stored) {
                 expect_everywhere(store, record);
             }
         }},
        {"Chatbots whose ids differ only in case, length or punctuation have records of their own",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             std::vector<SettingsRecord> stored;
             for (auto const& id : ordered_ids()) {
                 auto record = sample_record(id);
                 record.updated_by = "writer of " + id;
                 stored.push_back(store.put(record, Absent{}));
             }
             for (auto const& record : stored) {
                 expect_record(store.find(record.chatbot_id.str()), record);
             }
         }},
        {"An erased record is gone, and the others stay",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             store.put(sample_record("erased"));
             auto const kept = store.put(sample_record("kept"));
             store.erase("erased");
             expect(store.find("erased") == nullptr, "the erased record is not found");
             expect_equal("listed", chatbots_of(store.list_all()), {"kept"});
             expect_everywhere(store, kept);
         }},
        {"A record that was read never changes",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             auto const first = store.put(sample_record("chatbot"));
             auto const found = store.find("chatbot");
             auto const listed = store.list_all();
             auto const fed = store.changes_after(std::nullopt);
             expect(listed.size() == 1 && fed.size() == 1, "the record is listed and in the feed");
             store.put(variations(first).back());
             store.erase("chatbot");
             expect_record(found, first);
             expect_record(listed.front(), first);
             expect_record(fed.front().record, first);
         }},
    };
}

} // namespace human_support::testing
