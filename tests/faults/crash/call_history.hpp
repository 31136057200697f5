// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "faults/crash/store_state.hpp"

#include <human_support/repository.hpp>

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

/// What writers told of their calls until they were killed, and what that says of the store they
/// leave behind: the model of the crash test.
///
/// Several threads and processes may write. Each tells of a call before it makes it, and again once
/// it has the results; what is told is heard in that order. From that follows:
/// - what a call was told to have stored is there, or something of a greater revision is;
/// - what a call was told not to have stored is not there;
/// - a call without results may have been done or not, but whole;
/// - a call that was announced after another had its results stores with greater revisions.
class CallHistory {
public:
    /// What breaks the contract of storage, a sentence each.
    using Faults = std::vector<std::string>;

    /// `before` is what the store held before all of the calls.
    explicit CallHistory(StoreState before);

    /// A call is about to be made. No two have the same id, and no two store the same record.
    void announced(std::string const& id, std::vector<human_support::Write> writes);

    /// A call that was announced has returned `results`.
    void answered(std::string const& id,
                  human_support::Result<human_support::WriteResults> const& results);

    /// The greatest revision that is known to be stored.
    [[nodiscard]] human_support::Revision last_revision() const { return last_revision_; }

    /// What is wrong with the results of the calls, and with the store they left, `found`.
    [[nodiscard]] Faults faults(StoreState const& found) const;

private:
    /// A call whose results are not known.
    struct OpenCall {
        std::vector<human_support::Write> writes;
        human_support::Revision after; ///< what it stores has greater revisions than this
    };

    /// A write that is known to be done.
    struct DoneWrite {
        std::string call_id;
        human_support::Write write;
        human_support::Revision revision;
    };

    /// What is known of a chatbot: the record after each change, null after an erasure.
    using Timeline = std::map<human_support::Revision, human_support::SettingsRecordPtr>;

    void done(std::string const& call_id, human_support::Write write,
              human_support::Revision revision);
    void add_broken_expectations(Faults& faults) const;
    void add_losses(StoreState const& found, Faults& faults) const;
    void add_what_no_call_left(StoreState const& found, Faults& faults) const;
    void add_parts_of_calls(StoreState const& found, Faults& faults) const;
    [[nodiscard]] Timeline const& timeline(human_support::ChatbotId const& chatbot_id) const;
    [[nodiscard]] bool was_allowed(human_support::Write const& write,
                                   human_support::Revision revision) const;
    [[nodiscard]] bool may_allow(human_support::Write const& open, human_support::Revision after,
                                 human_support::Write const& write,
                                 human_support::Revision before) const;
    [[nodiscard]] bool may_have_left(OpenCall const& call, human_support::Write const& write,
                                     human_support::FeedChange const& change) const;
    [[nodiscard]] std::size_t
    calls_that_may_have_left(human_support::FeedChange const& change) const;
    [[nodiscard]] bool is_whole(OpenCall const& call, StoreState const& found) const;

    StoreState before_;
    human_support::Revision last_revision_;
    std::map<std::string, OpenCall> open_;
    std::vector<DoneWrite> done_;
    std::map<human_support::ChatbotId, Timeline> timelines_;
    std::set<human_support::Revision> revisions_; ///< of all timelines
    Faults faults_of_results_;
};
