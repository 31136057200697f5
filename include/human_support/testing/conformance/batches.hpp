// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/testing/conformance/check.hpp>
#include <human_support/testing/conformance/expectations.hpp>
#include <human_support/testing/conformance/store.hpp>

#include <span>
#include <vector>

namespace human_support::testing {

/// A batch in which writes of every outcome stand side by side.
inline void write_a_mixed_batch(RepositoryFactory const& open) {
    auto const store = open_store(open);
    auto const there = store.put(sample_record("there"));
    auto const updated = store.put(sample_record("updated"));
    store.put(sample_record("erased"));
    auto const before = store.current_mark();
    auto changed = variations(updated).back();
    auto const created = sample_record("created");
    std::vector<Write> const batch{Write::store(sample_record("there"), Absent{}),
                                   Write::store(changed, updated.revision),
                                   Write::erase(chatbot("never")),
                                   Write::erase(chatbot("erased")),
                                   Write::store(sample_record("there-too"), there.revision),
                                   Write::store(created, Absent{}),
                                   Write::store(sample_record("there", "another"), Anything{})};
    auto const results = store.write(batch);
    expect_error("storing over a record", results[0], Errc::already_exists);
    changed = stored_at(changed, value_of("updating", results[1]));
    expect_error("erasing nothing", results[2], Errc::not_found);
    auto const erasure = value_of("erasing", results[3]);
    expect_error("updating nothing", results[4], Errc::revision_mismatch);
    auto const creation = value_of("creating", results[5]);
    expect_error("a second write to a chatbot", results[6], Errc::invalid_argument);

    expect_record(store.find("there"), there);
    expect_record(store.find("updated"), changed);
    expect(store.find("erased") == nullptr, "the erasure in the batch happened");
    expect(store.find("never") == nullptr && store.find("there-too") == nullptr,
           "what was refused made no record");
    expect_record(store.find("created"), stored_at(created, creation));
    auto const changes = store.changes_after(before);
    expect_equal("the feed of the batch", chatbots_of(changes), {"updated", "erased", "created"});
    expect(changes[1].revision == erasure.revision && changes[1].record == nullptr,
           "the erasure is in the feed with its revision");
}

/// Several writes in one call.
[[nodiscard]] inline ConformanceChecks batch_checks() {
    return {
        {"In a batch each write succeeds or fails on its own, and the results are in its order",
         write_a_mixed_batch},
        {"A text that is not UTF-8 or contains U+0000 is invalid_argument, and only that write's",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             for (auto const& record : unstorable_records("refused")) {
                 std::vector<Write> const batch{Write::store(sample_record("before"), Anything{}),
                                                Write::store(record, Anything{}),
                                                Write::store(sample_record("after"), Anything{})};
                 auto const results = store.write(batch);
                 expect_error("the text", results[1], Errc::invalid_argument);
                 expect(results[0].has_value() && results[2].has_value(),
                        "the other writes of the batch are done");
                 expect(store.find("refused") == nullptr, "nothing of the record is stored");
             }
         }},
        {"The successes of a batch get rising revisions in its order",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             store.put(sample_record("e"));
             Revision last = store.put(sample_record("c")).revision;
             std::vector<Write> const batch{Write::store(sample_record("z"), Anything{}),
                                            Write::erase(chatbot("c")),
                                            Write::store(sample_record("a"), Absent{}),
                                            Write::store(sample_record("e"), Anything{})};
             for (auto const revision : store.write_all(batch)) {
                 expect(revision > last, "the revision is greater than all before it");
                 last = revision;
             }
         }},
        {"A chatbot's second write in a batch is invalid_argument, and the first one counts",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             std::vector<Write> const batch{
                 Write::store(sample_record("chatbot", "first"), Absent{}),
                 Write::store(sample_record("between"), Absent{}),
                 Write::store(sample_record("chatbot", "second"), Anything{}),
                 Write::erase(chatbot("chatbot"))};
             auto const results = store.write(batch);
             auto const expected =
                 stored_at(*batch[0].record(), value_of("the first write", results[0]));
             static_cast<void>(value_of("the write between", results[1]));
             expect_error("the second write", results[2], Errc::invalid_argument);
             expect_error("the third write", results[3], Errc::invalid_argument);
             expect_record(store.find("chatbot"), expected);
         }},
        {"A chatbot's second write in a batch is invalid_argument even if the first one failed",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             std::vector<Write> const batch{Write::erase(chatbot("chatbot")),
                                            Write::store(sample_record("chatbot"), Absent{})};
             auto const results = store.write(batch);
             expect_error("the first write", results[0], Errc::not_found);
             expect_error("the second write", results[1], Errc::invalid_argument);
             expect(store.find("chatbot") == nullptr, "the second write did not happen");
         }},
        {"An empty batch succeeds and changes nothing",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             store.put(sample_record("chatbot"));
             Contents const before(store);
             expect(store.write(std::span<Write const>{}).empty(), "an empty batch has no results");
             expect_unchanged(store, before);
         }},
        {"A batch of which every write fails changes nothing",
         [](RepositoryFactory const& open) {
             auto const store = open_store(open);
             store.put(sample_record("chatbot"));
             Contents const before(store);
             std::vector<Write> const batch{Write::store(sample_record("chatbot"), Absent{}),
                                            Write::erase(chatbot("never"))};
             auto const results = store.write(batch);
             expect_error("the first write", results[0], Errc::already_exists);
             expect_error("the second write", results[1], Errc::not_found);
             expect_unchanged(store, before);
         }},
    };
}

} // namespace human_support::testing
