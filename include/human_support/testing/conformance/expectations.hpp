// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/testing/conformance/check.hpp>
#include <human_support/testing/conformance/store.hpp>

#include <limits>
#include <string_view>
#include <vector>

namespace human_support::testing {

/// All that a store shows, to check that something did not change it.
struct Contents {
    explicit Contents(Store const& store)
        : records(store.list_all()), changes(store.changes_after(std::nullopt)) {}

    std::vector<SettingsRecordPtr> records;
    std::vector<FeedChange> changes;
};

/// Fails unless the store shows exactly `before`, including the feed.
inline void expect_unchanged(Store const& store, Contents const& before,
                             boost::source_location const& where = BOOST_CURRENT_LOCATION) {
    Contents const after(store);
    expect_equal("listed", chatbots_of(after.records), chatbots_of(before.records), where);
    for (std::size_t i = 0; i < before.records.size(); ++i) {
        expect_record(after.records[i], *before.records[i], where);
    }
    expect_equal("the feed", chatbots_of(after.changes), chatbots_of(before.changes), where);
    for (std::size_t i = 0; i < before.changes.size(); ++i) {
        expect_equal("revision of a change", after.changes[i].revision, before.changes[i].revision,
                     where);
    }
}

/// A store with three kinds of chatbots, for right and wrong expectations: one is "there", one was
/// "erased", and one was "never" there.
struct ExpectationsStore {
    explicit ExpectationsStore(RepositoryFactory const& open) : store(open_store(open)) {
        older = store.put(sample_record("there")).revision;
        store.put(sample_record("erased"));
        tombstone = store.erase("erased");
        current = store.put(sample_record("there")).revision;
        newer = store.put(sample_record("another")).revision;
    }

    /// Returns revisions that the record of `chatbot_id` does not have.
    [[nodiscard]] std::vector<Revision> wrong_revisions(std::string_view chatbot_id) const {
        std::vector<Revision> wrong{
            no_revision, older, tombstone, newer, (std::numeric_limits<Revision>::max)(), -1};
        if (chatbot_id != "there") {
            wrong.push_back(current);
        }
        return wrong;
    }

    Store store;
    Revision older;
    Revision tombstone;
    Revision current;
    Revision newer;
};

inline void expect_refused(Store const& store, Write const& write, Errc expected,
                           boost::source_location const& where = BOOST_CURRENT_LOCATION) {
    Contents const before(store);
    expect_error("write", store.write(write, where), expected, where);
    expect_unchanged(store, before, where);
}

/// When a single write happens, and what it says if it does not.
[[nodiscard]] inline ConformanceChecks expectation_checks() {
    return {
        {"A write that expects anything stores over a record and if there is none",
         [](RepositoryFactory const& open) {
             ExpectationsStore const stores(open);
             for (auto const* id : {"there", "erased", "never"}) {
                 auto const stored = stores.store.put(sample_record(id), Anything{});
                 expect_record(stores.store.find(id), stored);
             }
         }},
        {"A write that expects no record stores if there is none",
         [](RepositoryFactory const& open) {
             ExpectationsStore const stores(open);
             for (auto const* id : {"erased", "never"}) {
                 auto const stored = stores.store.put(sample_record(id), Absent{});
                 expect_record(stores.store.find(id), stored);
             }
         }},
        {"A write that expects no record is already_exists if there is one",
         [](RepositoryFactory const& open) {
             ExpectationsStore const stores(open);
             auto const& store = stores.store;
             expect_refused(store,
                            Write::store(sample_record("there", "another-account"), Absent{}),
                            Errc::already_exists);
             expect_refused(store, Write::erase(chatbot("there"), Absent{}), Errc::already_exists);
         }},
        {"A write that expects the record's revision happens",
         [](RepositoryFactory const& open) {
             ExpectationsStore const stores(open);
             auto const& store = stores.store;
             auto const stored = store.put(sample_record("there"), stores.current);
             expect_record(store.find("there"), stored);
             store.erase("there", stored.revision);
             expect(store.find("there") == nullptr, "the record was erased");
         }},
        {"A write that expects another revision than the record's is revision_mismatch",
         [](RepositoryFactory const& open) {
             ExpectationsStore const stores(open);
             for (auto const revision : stores.wrong_revisions("there")) {
                 expect_refused(stores.store, Write::store(sample_record("there"), revision),
                                Errc::revision_mismatch);
                 expect_refused(stores.store, Write::erase(chatbot("there"), revision),
                                Errc::revision_mismatch);
             }
         }},
        {"A write that expects a revision is revision_mismatch if there is no record",
         [](RepositoryFactory const& open) {
             ExpectationsStore const stores(open);
             for (auto const* id : {"erased", "never"}) {
                 for (auto const revision : stores.wrong_revisions(id)) {
                     expect_refused(stores.store, Write::store(sample_record(id), revision),
                                    Errc::revision_mismatch);
                     expect_refused(stores.store, Write::erase(chatbot(id), revision),
                                    Errc::revision_mismatch);
                 }
             }
         }},
        {"An erasure that finds nothing to erase is not_found",
         [](RepositoryFactory const& open) {
             ExpectationsStore const stores(open);
             for (auto const* id : {"erased", "never"}) {
                 expect_refused(stores.store, Write::erase(chatbot(id), Anything{}),
                                Errc::not_found);
                 expect_refused(stores.store, Write::erase(chatbot(id), Absent{}), Errc::not_found);
             }
         }},
    };
}

} // namespace human_support::testing
