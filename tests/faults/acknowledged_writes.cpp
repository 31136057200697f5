// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "faults/acknowledged_writes.hpp"

#include "support/without_epoch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

using namespace human_support;

namespace {

std::optional<SettingsRecord> content(Write const& write) {
    return write.record() != nullptr ? std::optional(*write.record()) : std::nullopt;
}

} // namespace

AcknowledgedWrites::AcknowledgedWrites(AcknowledgedWrites const& other) {
    std::lock_guard const lock(other.mutex_);
    states_ = other.states_;
    batches_ = other.batches_;
    last_ = other.last_;
    purged_ = other.purged_;
}

void AcknowledgedWrites::note(std::span<Write const> batch, Result<WriteResults> const& answer) {
    if (!answer) {
        if (answer.error().code() == Errc::outcome_unknown) {
            note_unanswered(batch);
        }
        return;
    }
    std::lock_guard const lock(mutex_);
    for (std::size_t i = 0; i < batch.size(); ++i) {
        if (auto const& result = answer->at(i)) {
            states_[batch[i].chatbot_id()] = {{content(batch[i]), result->revision, 0}};
            last_ = std::max(last_, result->revision);
        }
    }
}

void AcknowledgedWrites::note_unanswered(std::span<Write const> batch) {
    std::lock_guard const lock(mutex_);
    ++batches_;
    for (Write const& write : batch) {
        auto& states = states_[write.chatbot_id()];
        if (states.empty()) {
            states.push_back({std::nullopt, no_revision, 0});
        }
        states.push_back({content(write), no_revision, batches_});
    }
}

void AcknowledgedWrites::note_purge() {
    std::lock_guard const lock(mutex_);
    purged_ = true;
}

std::vector<std::string> AcknowledgedWrites::differences(SettingsRepository& store) const {
    Records records;
    PageRequest request;
    do {
        auto const page = store.list(request);
        if (!page) {
            return {fmt::format("cannot be listed: {}", page.error().message())};
        }
        for (auto const& record : page->records) {
            records[record->chatbot_id] = record;
        }
        request.after = page->next;
    } while (request.after);

    std::lock_guard const lock(mutex_);
    auto all = record_differences(records);
    std::ranges::move(feed_differences(store, records), std::back_inserter(all));
    for (auto const& [chatbot_id, ignored] : states_) {
        auto const found = store.find(chatbot_id);
        auto const listed = records.find(chatbot_id);
        bool const there = listed != records.end();
        if (!found || (*found != nullptr) != there || (there && **found != *listed->second)) {
            all.push_back(
                fmt::format("{} is found differently than it is listed", chatbot_id.str()));
        }
    }
    return all;
}

bool AcknowledgedWrites::holds(State const& state, SettingsRecordPtr const& record) {
    if (!state.record || record == nullptr) {
        return !state.record && record == nullptr;
    }
    auto expected = *state.record;
    expected.revision = state.batch == 0 ? state.revision : record->revision;
    return without_epoch(*record) == without_epoch(expected);
}

std::vector<std::string> AcknowledgedWrites::record_differences(Records const& records) const {
    std::vector<std::string> all;
    std::set<std::size_t> shown;  // batches of which something is there
    std::set<std::size_t> absent; // batches of which something is not there
    for (auto const& [chatbot_id, states] : states_) {
        auto const record = records.find(chatbot_id);
        auto const state = std::ranges::find_if(states.rbegin(), states.rend(), [&](auto const& s) {
            return holds(s, record == records.end() ? nullptr : record->second);
        });
        if (state == states.rend()) {
            all.push_back(fmt::format("{} is not what was acknowledged last", chatbot_id.str()));
            continue;
        }
        shown.insert(state->batch);
        std::ranges::transform(states.rbegin(), state, std::inserter(absent, absent.end()),
                               &State::batch);
    }
    for (auto const& [chatbot_id, ignored] : records) {
        if (!states_.contains(chatbot_id)) {
            all.push_back(fmt::format("{} is there, but was never written", chatbot_id.str()));
        }
    }
    for (auto const batch : shown) {
        if (absent.contains(batch)) {
            all.push_back(fmt::format("only a part of the unknown batch {} is there", batch));
        }
    }
    return all;
}

std::vector<std::string> AcknowledgedWrites::feed_differences(SettingsRepository& store,
                                                              Records const& records) const {
    auto const feed = store.changes(std::nullopt, max_page_size);
    if (!feed) {
        return {fmt::format("has no feed: {}", feed.error().message())};
    }
    std::vector<std::string> all;
    std::map<ChatbotId, Revision> erased;
    std::size_t stored = 0;
    Revision before = no_revision;
    for (auto const& [chatbot_id, revision, record] : feed->changes) {
        if (revision <= before) {
            all.push_back(fmt::format("the feed goes from {} to {}", before, revision));
        }
        before = revision;
        if (record == nullptr) {
            erased[chatbot_id] = revision;
            continue;
        }
        ++stored;
        auto const listed = records.find(chatbot_id);
        if (listed == records.end() || *listed->second != *record) {
            all.push_back(fmt::format("{} is in the feed as it is not listed", chatbot_id.str()));
        }
    }
    if (stored != records.size()) {
        all.push_back(fmt::format("the feed has {} of {} records", stored, records.size()));
    }
    auto const mark = store.changes(std::nullopt, 0);
    if (!mark || mark->mark.revision < std::max(before, last_)) {
        all.emplace_back("revisions would be used again");
    }
    for (auto const& [chatbot_id, states] : states_) {
        auto const& known = states.front();
        if (states.size() > 1 || known.record || known.revision == no_revision || purged_) {
            continue;
        }
        auto const erasure = erased.find(chatbot_id);
        if (erasure == erased.end() || erasure->second != known.revision) {
            all.push_back(fmt::format("the feed lacks the erasure of {}", chatbot_id.str()));
        }
    }
    return all;
}
