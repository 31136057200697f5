// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/testing/conformance/check.hpp>
#include <human_support/testing/conformance/store.hpp>

#include <limits>

namespace human_support::testing {

/// Returns the checks of the one counter of a store.
[[nodiscard]] inline ConformanceChecks revision_checks() {
    return {
        {"Each success gets a greater revision than all before it",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             Revision last = no_revision;
             auto const expect_greater = [&](Revision revision) {
                 expect(revision > last, "the revision is greater than all before it");
                 last = revision;
             };
             for (int i = 0; i < 3; ++i) {
                 expect_greater(store.put(sample_record("b")).revision);
                 expect_greater(store.put(sample_record("a")).revision);
                 expect_greater(store.put(sample_record("a")).revision);
                 expect_greater(store.erase("b"));
                 expect_greater(store.erase("a"));
                 expect_greater(store.put(sample_record("a"), Absent{}).revision);
             }
         }},
        {"A refused write takes back no revision",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             auto const first = store.put(sample_record("a")).revision;
             expect_error("storing", store.write(Write::store(sample_record("a"), Absent{})),
                          Errc::already_exists);
             auto const second = store.put(sample_record("b")).revision;
             expect(second > first, "the revision is greater than all before it");
         }},
        {"The revision and the epoch inside a record are ignored when it is stored",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             for (auto const inside : {(std::numeric_limits<Revision>::max)(), no_revision,
                                       Revision{-1}, Revision{77}}) {
                 for (Expectation const expected :
                      {Expectation(Absent{}), Expectation(Anything{})}) {
                     auto record = sample_record("chatbot");
                     record.revision = inside;
                     record.epoch = inside;
                     auto const stored = store.put(record, expected);
                     expect(stored.revision != inside && stored.revision > no_revision,
                            "the revision is the store's own");
                     expect_equal("the epoch", stored.epoch, store.current_mark().epoch);
                     expect_record(store.find("chatbot"), stored);
                 }
                 store.erase("chatbot");
             }
         }},
        {"The revision of an erasure is not used again",
         [](RepositoryFactory const& open) {
             Revision erased = no_revision;
             {
                 auto const store = open_store(open);
                 store.put(sample_record("chatbot"));
                 erased = store.erase("chatbot");
             }
             auto const store = open_store(open);
             auto const stored = store.put(sample_record("chatbot"));
             expect(stored.revision > erased,
                    "a record made after an erasure has a greater revision than the erasure");
         }},
    };
}

} // namespace human_support::testing
