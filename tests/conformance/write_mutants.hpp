// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "conformance/mutants.hpp"

#include <algorithm>
#include <map>

/// Engines that write where they should not, do not where they should, or number it wrongly.
inline std::vector<Mutant> write_mutants() {
    using namespace human_support;
    auto const erased = std::make_shared<std::set<ChatbotId>>();
    auto const there = [](auto& below, Write const& write) {
        return static_cast<bool>(*below.find(write.chatbot_id()));
    };
    return {
        {"takes anything for no record", faulty({.write = expecting([](auto&, Write const& write) {
                                                     return write.record() != nullptr &&
                                                                    write.expectation() ==
                                                                        Expectation(Anything{})
                                                                ? Expectation(Absent{})
                                                                : write.expectation();
                                                 })}),
         "A write that expects anything stores over a record and if there is none"},
        {"takes an erased record for one that is there",
         faulty({.write =
                     [erased](auto& below, std::span<Write const> writes) {
                         auto const& write = writes.front();
                         if (write.record() == nullptr) {
                             erased->insert(write.chatbot_id());
                         } else if (write.expectation() == Expectation(Absent{}) &&
                                    erased->contains(write.chatbot_id())) {
                             return Result<WriteResults>(WriteResults{Errc::already_exists});
                         }
                         return below.write(writes);
                     }}),
         "A write that expects no record stores if there is none"},
        {"takes no record for anything",
         faulty({.write = expecting([](auto&, Write const& write) {
                     return write.expectation() == Expectation(Absent{}) ? Anything{}
                                                                         : write.expectation();
                 })}),
         "A write that expects no record is already_exists if there is one"},
        {"never meets the expected revision",
         faulty({.write = expecting([](auto&, Write const& write) {
                     return std::holds_alternative<Revision>(write.expectation())
                                ? Expectation(Revision{-1})
                                : write.expectation();
                 })}),
         "A write that expects the record's revision happens"},
        {"takes a greater revision for the expected one",
         faulty({.write = expecting([](auto& below, Write const& write) -> Expectation {
                     auto const found = *below.find(write.chatbot_id());
                     auto const* revision = std::get_if<Revision>(&write.expectation());
                     return found && revision != nullptr && *revision > found->revision
                                ? Anything{}
                                : write.expectation();
                 })}),
         "A write that expects another revision than the record's is revision_mismatch"},
        {"stores where a revision was expected and there is no record",
         faulty({.write = expecting([there](auto& below, Write const& write) -> Expectation {
                     return there(below, write) ? write.expectation() : Anything{};
                 })}),
         "A write that expects a revision is revision_mismatch if there is no record"},
        {"reports an erasure of nothing as done",
         faulty({.write = reporting([](Write const&, Result<FeedMark>& result) {
                     if (!result && result.error().code() == Errc::not_found) {
                         result = FeedMark{1, 1};
                     }
                 })}),
         "An erasure that finds nothing to erase is not_found"},
        {"counts for each chatbot apart",
         faulty({.write = reporting([counters = std::map<ChatbotId, Revision>()](
                                        Write const& write, Result<FeedMark>& result) mutable {
                     result = FeedMark{1, ++counters[write.chatbot_id()]};
                 })}),
         "Each success gets a greater revision than all before it"},
        {"takes a revision back for a refusal",
         faulty({.write = reporting([refusals = 0](Write const&, Result<FeedMark>& result) mutable {
                     if (result) {
                         result->revision -= refusals;
                     } else {
                         ++refusals;
                     }
                 })}),
         "A refused write takes back no revision"},
        {"takes the revision from the record",
         faulty({.write = reporting([](Write const& write, Result<FeedMark>& result) {
                     if (write.record() != nullptr && write.record()->revision > 0) {
                         result->revision = write.record()->revision;
                     }
                 })}),
         "The revision and the epoch inside a record are ignored when it is stored"},
        {"takes the epoch from the record",
         faulty({.write = reporting([](Write const& write, Result<FeedMark>& result) {
                     if (write.record() != nullptr && write.record()->epoch > 0) {
                         result->epoch = write.record()->epoch;
                     }
                 })}),
         "The revision and the epoch inside a record are ignored when it is stored"},
        {"numbers what follows an erasure like it",
         faulty({.write = reporting([erasures = std::make_shared<int>()](Write const& write,
                                                                         Result<FeedMark>& result) {
                     result->revision -= *erasures;
                     *erasures += write.record() == nullptr ? 1 : 0;
                 })}),
         "The revision of an erasure is not used again"},
    };
}

/// Engines that take a batch for something else.
inline std::vector<Mutant> batch_mutants() {
    using namespace human_support;
    return {
        {"gives up a batch at its first failure",
         faulty({.write =
                     [](auto& below, std::span<Write const> writes) {
                         WriteResults results;
                         for (auto const& write : writes) {
                             bool const failed = !results.empty() && !results.back();
                             results.push_back(failed ? results.back() : below.write(write));
                         }
                         return Result<WriteResults>(std::move(results));
                     }}),
         "In a batch each write succeeds or fails on its own, and the results are in its order"},
        {"does a batch backwards",
         faulty({.write =
                     [](auto& below, std::span<Write const> writes) {
                         std::vector<Write> const backwards(writes.rbegin(), writes.rend());
                         auto results = below.write(backwards);
                         std::ranges::reverse(*results);
                         return results;
                     }}),
         "The successes of a batch get rising revisions in its order"},
        {"does every write to a chatbot that occurs twice",
         faulty({.write = one_by_one([](auto&, Write const& write) { return write; })}),
         "A chatbot's second write in a batch is invalid_argument, and the first one counts"},
        {"does a chatbot's second write if the first one failed",
         faulty({.write =
                     [](auto& below, std::span<Write const> writes) {
                         std::set<ChatbotId> done;
                         WriteResults results;
                         for (auto const& write : writes) {
                             results.push_back(done.contains(write.chatbot_id())
                                                   ? repeated_in_batch_error()
                                                   : below.write(write));
                             if (results.back()) {
                                 done.insert(write.chatbot_id());
                             }
                         }
                         return Result<WriteResults>(std::move(results));
                     }}),
         "A chatbot's second write in a batch is invalid_argument even if the first one failed"},
        {"refuses an empty batch",
         faulty({.write =
                     [](auto& below, std::span<Write const> writes) {
                         return writes.empty() ? Errc::invalid_argument : below.write(writes);
                     }}),
         "An empty batch succeeds and changes nothing"},
        {"fails as a whole if every write failed",
         faulty({.write =
                     [](auto& below, std::span<Write const> writes) {
                         auto results = below.write(writes);
                         return std::ranges::any_of(*results, [](auto& r) { return r.has_value(); })
                                    ? results
                                    : Result<WriteResults>(results->front().error());
                     }}),
         "A batch of which every write fails changes nothing"},
    };
}
