// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "conformance/mutants.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>

/// Engines whose handles or stores are too much apart, or too little.
inline std::vector<Mutant> handle_mutants() {
    using namespace human_support;
    return {
        {"remembers what a handle found",
         faulty({.find =
                     [known = std::map<ChatbotId, SettingsRecordPtr>()](
                         auto& below, ChatbotId const& chatbot_id) mutable {
                         auto& record = known[chatbot_id];
                         if (!record) {
                             record = *below.find(chatbot_id);
                         }
                         return Result<SettingsRecordPtr>(record);
                     }}),
         "What one handle writes, another shows at once"},
        {"gives each handle a store of its own",
         [](std::string_view) { return std::make_shared<MemoryRepository>(); },
         "Two handles agree on revisions and marks"},
        {"forgets a store when its last handle is closed",
         [stores = std::make_shared<std::map<std::string, std::weak_ptr<MemoryRepository>>>()](
             std::string_view name) {
             auto& known = (*stores)[std::string(name)];
             auto store = known.lock();
             if (!store) {
                 store = std::make_shared<MemoryRepository>();
                 known = store;
             }
             return store;
         },
         "A store keeps its records and its feed when every handle is closed"},
        {"has one store of every name",
         [store = std::make_shared<MemoryRepository>()](std::string_view) { return store; },
         "Stores of different names have nothing in common"},
    };
}

/// Engines that do in several steps what should be done at once.
inline std::vector<Mutant> concurrency_mutants() {
    using namespace human_support;
    using Mark = std::optional<FeedMark>;

    // Decides, lets others run, and then writes whatever has happened meanwhile.
    auto const decide_then_write = [](auto& below, std::span<Write const> writes) {
        auto const& write = writes.front();
        auto const found = *below.find(write.chatbot_id());
        auto const met_expectation =
            check_write(write, found ? std::optional(found->revision) : std::nullopt);
        if (!met_expectation) {
            return Result<WriteResults>(WriteResults{met_expectation.error()});
        }
        let_others_run();
        auto const unconditional = write.record() != nullptr
                                       ? Write::store(*write.record(), Anything{})
                                       : Write::erase(write.chatbot_id());
        return Result<WriteResults>(
            WriteResults{below.write(unconditional).value_or(FeedMark{1, 1})});
    };

    auto const write_in_two_steps = [](auto& below, std::span<Write const> writes) {
        auto results = below.write(writes.first(writes.size() / 2));
        let_others_run();
        auto const rest = below.write(writes.subspan(writes.size() / 2));
        results->insert(results->end(), rest->begin(), rest->end());
        return results;
    };

    // Shows what is there while the last write but one is not committed yet, though the last one
    // is.
    auto const hide_last_but_one = [](auto& items, auto const& revision_of) {
        auto const last = std::ranges::max_element(items, {}, revision_of);
        if (last != items.end()) {
            auto const hidden = revision_of(*last) - 1;
            std::erase_if(items, [&](auto const& item) { return revision_of(item) == hidden; });
        }
    };
    auto const list_late = listing([=](auto&, PageRequest const&, Page& page) {
        hide_last_but_one(page.records, [](auto const& record) { return record->revision; });
    });
    auto const feed_late = feeding([=](auto&, Mark const&, FeedPage& page) {
        hide_last_but_one(page.changes, [](auto const& change) { return change.revision; });
    });

    auto const writing = std::make_shared<std::mutex>();
    auto const drop_while_writing = [writing](auto& below, std::span<Write const> writes) {
        std::unique_lock const lock(*writing, std::try_to_lock);
        if (!lock) {
            return Result<WriteResults>(WriteResults{Result<FeedMark>(FeedMark{1, 1'000'000})});
        }
        let_others_run();
        return below.write(writes);
    };

    return {
        {"compares and swaps in two steps", faulty({.write = decide_then_write}),
         "Sixteen threads that count in one record by its revision lose nothing"},
        {"looks for a record and makes it in two steps", faulty({.write = decide_then_write}),
         "Of sixteen threads that make the same record at once, one succeeds"},
        {"looks for a record and erases it in two steps", faulty({.write = decide_then_write}),
         "Of sixteen threads that erase the same record at once, one succeeds"},
        {"drops what is written while it writes", faulty({.write = drop_while_writing}),
         "Sixteen threads that write to chatbots of their own get every write stored"},
        {"feeds a smaller revision late", faulty({.changes = feed_late}),
         "Following the feed while sixteen threads write misses nothing"},
        {"feeds a smaller revision late", faulty({.changes = feed_late}),
         "Once a revision was seen, no smaller one newly appears"},
        {"lists a smaller revision late", faulty({.list = list_late}),
         "Once a revision was seen, no smaller one newly appears"},
        {"writes a batch in two steps", faulty({.write = write_in_two_steps}),
         "No list or page of the feed shows a part of a batch"},
        {"writes a batch in two steps", faulty({.write = write_in_two_steps}),
         "What is found after a part of a batch was seen shows the rest of it"},
    };
}
