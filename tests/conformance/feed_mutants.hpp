// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "conformance/mutants.hpp"
#include "support/without_epoch.hpp"

#include <algorithm>
#include <map>

/// Engines whose feed tells something else than what happened.
inline std::vector<Mutant> feed_mutants() {
    using namespace human_support;
    using Mark = std::optional<FeedMark>;
    auto const erasures = std::make_shared<std::map<ChatbotId, Revision>>();
    auto const first_states = std::make_shared<std::map<ChatbotId, SettingsRecordPtr>>();
    return {
        {"cannot go on from the mark of an empty store",
         faulty({.changes =
                     [](auto& below, Mark const& mark, std::size_t limit) {
                         return mark && mark->revision == no_revision ? Errc::feed_restarted
                                                                      : below.changes(mark, limit);
                     }}),
         "The feed of an empty store is empty and has a mark to go on from"},
        {"tells changes in the order of the chatbots",
         faulty({.changes = feeding([](auto&, Mark const&, FeedPage& page) {
                     std::ranges::sort(page.changes, {}, &FeedChange::chatbot_id);
                 })}),
         "The feed has each chatbot once, in its latest state, in the order of the revisions"},
        {"tells the state that it told before",
         faulty({.write = one_by_one([first_states](auto& below, Write const& write) {
                     if (auto const found = *below.find(write.chatbot_id())) {
                         first_states->emplace(write.chatbot_id(), found);
                     }
                     return write;
                 }),
                 .changes = feeding([first_states](auto&, Mark const&, FeedPage& page) {
                     for (auto& change : page.changes) {
                         if (change.record && first_states->contains(change.chatbot_id)) {
                             change.record = first_states->at(change.chatbot_id);
                         }
                     }
                 })}),
         "The feed has each chatbot once, in its latest state, in the order of the revisions"},
        {"tells nothing of erasures",
         faulty({.changes = feeding([](auto&, Mark const&, FeedPage& page) {
                     std::erase_if(page.changes, [](auto const& change) { return !change.record; });
                 })}),
         "A reader that has read a record from the feed is told of its erasure"},
        {"keeps telling of an erasure after the chatbot has a record again",
         faulty({.write = reporting([erasures](Write const& write, Result<FeedMark>& result) {
                     if (write.record() == nullptr && result) {
                         erasures->emplace(write.chatbot_id(), result->revision);
                     }
                 }),
                 .changes = feeding([erasures](auto&, Mark const& mark, FeedPage& page) {
                     for (auto const& [chatbot_id, revision] : *erasures) {
                         if (!page.changes.empty() && mark && revision > mark->revision) {
                             page.changes.insert(page.changes.begin(),
                                                 {chatbot_id, revision, nullptr});
                         }
                     }
                 })}),
         "An erasure that is followed by a new record shows as the record alone"},
        {"tells what changed at the mark once more",
         faulty({.changes = feeding_from([](auto&, FeedMark mark) {
                     mark.revision -= mark.revision > no_revision ? 1 : 0;
                     return mark;
                 })}),
         "The feed shows only what changed after the mark"},
        {"does not know a mark whose change was overtaken",
         faulty({.changes =
                     [](auto& below, Mark const& mark, std::size_t limit) {
                         auto const all = below.changes(std::nullopt, max_page_size);
                         bool const known =
                             !mark || std::ranges::count(all->changes, mark->revision,
                                                         &FeedChange::revision) == 1;
                         return known ? below.changes(mark, limit) : Errc::feed_restarted;
                     }}),
         "A mark stays good when what it was made at has changed again"},
        {"skips a change after each full page",
         faulty({.changes =
                     [](auto& below, Mark const& mark, std::size_t limit) {
                         auto page = below.changes(mark, limit == 0 ? 0 : limit + 1);
                         if (page && limit > 0 && page->changes.size() > limit) {
                             page->mark.revision = page->changes.back().revision;
                             page->changes.pop_back();
                         }
                         return page;
                     }}),
         "Pages of the feed of any limit lead through every change once"},
        {"sets the mark of every page to the end",
         faulty({.changes = feeding([](auto& below, Mark const&, FeedPage& page) {
                     page.mark = current_mark(below);
                 })}),
         "A chatbot that changes between two pages of the feed is not lost"},
        {"makes pages of the feed as large as it is told",
         faulty({.changes =
                     [](auto& below, Mark const& mark, std::size_t limit) {
                         auto page = below.changes(mark, limit);
                         while (page && page->changes.size() < limit &&
                                page->mark.revision < current_mark(below).revision) {
                             auto const more = below.changes(page->mark, limit);
                             page->changes.insert(page->changes.end(), more->changes.begin(),
                                                  more->changes.end());
                             page->mark = more->mark;
                         }
                         return page;
                     }}),
         "A feed limit above the largest page size counts as that"},
    };
}

/// `record` without the epoch of its store; null stays null.
inline human_support::SettingsRecordPtr nameless(human_support::SettingsRecordPtr const& record) {
    return record ? std::make_shared<human_support::SettingsRecord>(without_epoch(*record))
                  : nullptr;
}

/// Engines that take the marks of the feed for others.
inline std::vector<Mutant> feed_mark_mutants() {
    using namespace human_support;
    using Mark = std::optional<FeedMark>;
    return {
        {"returns the given mark if the limit is 0",
         faulty({.changes =
                     [](auto& below, Mark const& mark, std::size_t limit) {
                         auto page = below.changes(mark, limit);
                         if (page && limit == 0 && mark) {
                             page->mark = *mark;
                         }
                         return page;
                     }}),
         "A feed limit of 0 returns the current mark alone, whatever mark was given"},
        {"takes a limit of 0 for none",
         faulty({.changes =
                     [](auto& below, Mark const& mark, std::size_t limit) {
                         return below.changes(mark, limit == 0 ? max_page_size : limit);
                     }}),
         "A feed limit of 0 returns the current mark alone, whatever mark was given"},
        {"takes the beginning for the end",
         faulty({.changes = feeding_from([](auto& below, FeedMark mark) {
                     return mark.revision == no_revision ? current_mark(below) : mark;
                 })}),
         "A mark of the feed's beginning reads the same as none"},
        {"shows negative epochs",
         faulty({.changes =
                     [](auto& below, Mark mark, std::size_t limit) {
                         if (mark) {
                             mark->epoch = -mark->epoch;
                         }
                         auto page = below.changes(mark, limit);
                         if (page) {
                             page->mark.epoch = -page->mark.epoch;
                         }
                         return page;
                     }}),
         "The epoch is positive and stays, also when the store is opened again"},
        {"finds records that name no epoch",
         faulty(
             {.find = [](auto& below, ChatbotId const& id) { return nameless(*below.find(id)); }}),
         "What is written and what is read has the epoch of the feed"},
        {"lists records that name no epoch",
         faulty({.list = listing([](auto&, PageRequest const&, Page& page) {
                     std::ranges::transform(page.records, page.records.begin(), nameless);
                 })}),
         "What is written and what is read has the epoch of the feed"},
        {"feeds records that name no epoch",
         faulty({.changes = feeding([](auto&, Mark const&, FeedPage& page) {
                     for (auto& change : page.changes) {
                         change.record = nameless(change.record);
                     }
                 })}),
         "What is written and what is read has the epoch of the feed"},
        {"reports an erasure without an epoch",
         faulty({.write = reporting([](Write const& write, Result<FeedMark>& result) {
                     if (write.record() == nullptr && result) {
                         result->epoch = no_epoch;
                     }
                 })}),
         "What is written and what is read has the epoch of the feed"},
        {"takes any epoch for its own",
         faulty({.changes = feeding_from([](auto& below, FeedMark mark) {
                     return FeedMark{current_mark(below).epoch, mark.revision};
                 })}),
         "A mark of a foreign epoch is feed_restarted"},
        {"looks at the epoch only if it reads changes",
         faulty({.changes =
                     [](auto& below, Mark const& mark, std::size_t limit) {
                         return below.changes(limit == 0 ? std::nullopt : mark, limit);
                     }}),
         "A mark of a foreign epoch is feed_restarted"},
        {"takes a mark beyond the end for the end",
         faulty({.changes = feeding_from([](auto& below, FeedMark mark) {
                     return FeedMark{mark.epoch,
                                     std::min(mark.revision, current_mark(below).revision)};
                 })}),
         "A mark beyond the end of the feed is feed_restarted"},
    };
}
