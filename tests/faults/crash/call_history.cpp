// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "faults/crash/call_history.hpp"

#include "support/without_epoch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>
#include <variant>

using namespace human_support;

namespace {

/// What `write` leaves if it is done with `revision`; null for an erasure.
SettingsRecordPtr left_by(Write const& write, Revision revision) {
    if (write.record() == nullptr) {
        return nullptr;
    }
    auto record = std::make_shared<SettingsRecord>(*write.record());
    record->revision = revision;
    return record;
}

bool same(SettingsRecordPtr const& a, SettingsRecordPtr const& b) {
    return a && b ? without_epoch(*a) == without_epoch(*b) : a == b;
}

/// The change of the chatbot in `state`; null if it never had a record.
FeedChange const* change_of(ChatbotId const& chatbot_id, StoreState const& state) {
    auto const place = state.changes.find(chatbot_id);
    return place == state.changes.end() ? nullptr : &place->second;
}

} // namespace

CallHistory::CallHistory(StoreState before)
    : before_(std::move(before)), last_revision_(before_.mark.revision) {
    for (auto const& [chatbot_id, change] : before_.changes) {
        timelines_[chatbot_id].emplace(change.revision, change.record);
        revisions_.insert(change.revision);
    }
}

void CallHistory::announced(std::string const& id, std::vector<Write> writes) {
    if (!open_.emplace(id, OpenCall{std::move(writes), last_revision_}).second) {
        throw std::invalid_argument("the call " + id + " was announced before");
    }
}

void CallHistory::answered(std::string const& id, Result<WriteResults> const& results) {
    auto const place = open_.find(id);
    if (place == open_.end()) {
        throw std::invalid_argument("the call " + id + " was not announced");
    }
    if (!results && results.error().code() == Errc::outcome_unknown) {
        return;
    }
    auto const call = std::move(place->second);
    open_.erase(place);
    if (!results) {
        if (results.error().code() != Errc::busy) {
            faults_of_results_.push_back(
                fmt::format("the call {} failed with {}", id, name(results.error().code())));
        }
        return;
    }
    if (results->size() != call.writes.size()) {
        throw std::invalid_argument("the call " + id + " has another number of results");
    }
    Revision last = call.after;
    for (std::size_t i = 0; i < results->size(); ++i) {
        if (auto const& mark = (*results)[i]) {
            auto const revision = mark->revision;
            if (revision <= last) {
                faults_of_results_.push_back(fmt::format("the call {} stored with revision {}, "
                                                         "after {} was there",
                                                         id, revision, last));
            }
            last = revision;
            done(id, call.writes[i], revision);
        }
    }
}

void CallHistory::done(std::string const& call_id, Write write, Revision revision) {
    if (!revisions_.insert(revision).second) {
        faults_of_results_.push_back(
            fmt::format("the call {} stored with revision {} again", call_id, revision));
    }
    last_revision_ = std::max(last_revision_, revision);
    timelines_[write.chatbot_id()].emplace(revision, left_by(write, revision));
    done_.push_back({call_id, std::move(write), revision});
}

CallHistory::Faults CallHistory::faults(StoreState const& found) const {
    auto faults = faults_of_results_;
    if (before_.mark.epoch != 0 && found.mark.epoch != before_.mark.epoch) {
        faults.emplace_back("the store has another epoch than before");
    }
    if (found.mark.revision < last_revision_) {
        faults.push_back(fmt::format("the feed ends at {}, after {} was there", found.mark.revision,
                                     last_revision_));
    }
    add_broken_expectations(faults);
    add_losses(found, faults);
    add_what_no_call_left(found, faults);
    add_parts_of_calls(found, faults);
    return faults;
}

void CallHistory::add_broken_expectations(Faults& faults) const {
    for (auto const& done : done_) {
        if (!was_allowed(done.write, done.revision)) {
            faults.push_back(fmt::format("the call {} stored {} with revision {}, which was not "
                                         "what it expected",
                                         done.call_id, done.write.chatbot_id().str(),
                                         done.revision));
        }
    }
}

void CallHistory::add_losses(StoreState const& found, Faults& faults) const {
    for (auto const& [chatbot_id, timeline] : timelines_) {
        auto const& [revision, record] = *timeline.rbegin();
        auto const* change = change_of(chatbot_id, found);
        if (change == nullptr || change->revision < revision) {
            faults.push_back(fmt::format("{} of {} with revision {} is lost",
                                         record ? "the record" : "the erasure", chatbot_id.str(),
                                         revision));
        } else if (change->revision == revision && !same(change->record, record)) {
            faults.push_back(fmt::format("{} with revision {} is not what was stored",
                                         chatbot_id.str(), revision));
        }
    }
}

void CallHistory::add_what_no_call_left(StoreState const& found, Faults& faults) const {
    for (auto const& [chatbot_id, change] : found.changes) {
        if (!timeline(chatbot_id).contains(change.revision) &&
            calls_that_may_have_left(change) == 0) {
            faults.push_back(fmt::format("{} with revision {} is of no call", chatbot_id.str(),
                                         change.revision));
        }
    }
}

void CallHistory::add_parts_of_calls(StoreState const& found, Faults& faults) const {
    for (auto const& [id, call] : open_) {
        if (!is_whole(call, found)) {
            faults.push_back(fmt::format("a part of the call {} is there", id));
        }
    }
}

CallHistory::Timeline const& CallHistory::timeline(ChatbotId const& chatbot_id) const {
    static Timeline const nothing;
    auto const place = timelines_.find(chatbot_id);
    return place == timelines_.end() ? nothing : place->second;
}

/// Whether a write that was done with `revision` met what it expected: what is known to be there
/// before, or what an open call may have put in between.
bool CallHistory::was_allowed(Write const& write, Revision revision) const {
    Revision last = no_revision;
    std::optional<Revision> current;
    auto const& known = timeline(write.chatbot_id());
    if (auto const next = known.lower_bound(revision); next != known.begin()) {
        auto const& [revision_before, record] = *std::prev(next);
        last = revision_before;
        current = record ? std::optional(last) : std::nullopt;
    }
    if (check_write(write, current)) {
        return true;
    }
    return std::any_of(open_.begin(), open_.end(), [&](auto const& open) {
        auto const after = std::max(last, open.second.after);
        auto const& writes = open.second.writes;
        return std::any_of(writes.begin(), writes.end(), [&](Write const& other) {
            return other.chatbot_id() == write.chatbot_id() &&
                   may_allow(other, after, write, revision);
        });
    });
}

/// Whether `open`, done between the revisions `after` and `before`, can leave what `write` expects.
bool CallHistory::may_allow(Write const& open, Revision after, Write const& write,
                            Revision before) const {
    auto revision = after + 1;
    if (auto const* expected = std::get_if<Revision>(&write.expectation())) {
        revision = *expected;
    }
    while (revisions_.contains(revision)) {
        ++revision;
    }
    return revision > after && revision < before &&
           check_write(write, open.record() ? std::optional(revision) : std::nullopt);
}

/// Whether `change` may be what `write` of `call` left.
bool CallHistory::may_have_left(OpenCall const& call, Write const& write,
                                FeedChange const& change) const {
    return write.chatbot_id() == change.chatbot_id && change.revision > call.after &&
           !revisions_.contains(change.revision) &&
           same(change.record, left_by(write, change.revision)) &&
           was_allowed(write, change.revision);
}

std::size_t CallHistory::calls_that_may_have_left(FeedChange const& change) const {
    return static_cast<std::size_t>(
        std::count_if(open_.begin(), open_.end(), [&](auto const& open) {
            auto const& call = open.second;
            return std::any_of(call.writes.begin(), call.writes.end(), [&](Write const& write) {
                return may_have_left(call, write, change);
            });
        }));
}

/// Whether all of an open call that was allowed is there, or was until a later change, if anything
/// of the call is.
bool CallHistory::is_whole(OpenCall const& call, StoreState const& found) const {
    Revision last = no_revision; // of what no other call can have left
    std::vector<Write const*> absent;
    for (auto const& write : call.writes) {
        auto const* change = change_of(write.chatbot_id(), found);
        if (change == nullptr || !may_have_left(call, write, *change)) {
            absent.push_back(&write);
        } else if (calls_that_may_have_left(*change) == 1) {
            last = std::max(last, change->revision);
        }
    }
    return last == no_revision ||
           std::all_of(absent.begin(), absent.end(), [&](Write const* write) {
               auto const* change = change_of(write->chatbot_id(), found);
               if (change != nullptr && change->revision > last) {
                   return true;
               }
               // What is found there now was there already when the call was done.
               return !check_write(*write, change != nullptr && change->record
                                               ? std::optional(change->revision)
                                               : std::nullopt);
           });
}
