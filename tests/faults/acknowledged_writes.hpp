// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/repository.hpp>

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

/// What a store must hold after batches of which some failed: those that were acknowledged, none
/// that was rejected, and those whose outcome is unknown whole or not at all.
///
/// Two states of a chatbot in a row must differ, so that they can be told apart. May be used from
/// several threads that write to different chatbots.
class AcknowledgedWrites {
public:
    AcknowledgedWrites() = default;
    AcknowledgedWrites(AcknowledgedWrites const& other);

    /// Takes note of what `write` answered to a batch. If the outcome is unknown, all its
    /// expectations have to be right.
    void note(std::span<human_support::Write const> batch,
              human_support::Result<human_support::WriteResults> const& answer);

    /// Takes note of a batch whose answer reached nobody. All its expectations have to be right.
    void note_unanswered(std::span<human_support::Write const> batch);

    /// Takes note of a purge of the erasures, whether or not it succeeded.
    void note_purge();

    /// How `store` differs from what it must hold, in records and feed: none if all is well.
    [[nodiscard]] std::vector<std::string>
    differences(human_support::SettingsRepository& store) const;

private:
    /// What a chatbot may be found in.
    struct State {
        std::optional<human_support::SettingsRecord> record; ///< none if it was erased
        human_support::Revision revision; ///< `no_revision` if the outcome is unknown
        std::size_t batch;                ///< counted from 1; 0 if the outcome is known
    };

    using Records = std::map<human_support::ChatbotId, human_support::SettingsRecordPtr>;

    static bool holds(State const& state, human_support::SettingsRecordPtr const& record);

    [[nodiscard]] std::vector<std::string> record_differences(Records const& records) const;
    [[nodiscard]] std::vector<std::string>
    feed_differences(human_support::SettingsRepository& store, Records const& records) const;

    mutable std::mutex mutex_; ///< guards everything below

    /// The last one whose outcome is known, and after it those that may have followed.
    std::map<human_support::ChatbotId, std::vector<State>> states_;
    std::size_t batches_ = 0;
    human_support::Revision last_ = human_support::no_revision; ///< the greatest acknowledged
    bool purged_ = false;
};
