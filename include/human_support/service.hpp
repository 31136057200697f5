// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/repository.hpp>
#include <human_support/settings_patch.hpp>
#include <human_support/validation.hpp>

#include <array>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace human_support {

/// For whom the service works. The host has made sure of it.
struct Caller {
    AccountId account_id; ///< whose records are seen and changed
    std::string actor; ///< who it is within the account, for `updatedBy`; any UTF-8, may be empty
};

/// What an operation changed. One that changed nothing has the same record twice.
struct SettingsChange {
    SettingsRecordPtr before;        ///< null where there was none
    SettingsRecordPtr after;         ///< null where it was erased
    Revision revision = no_revision; ///< of the record, or of its erasure
};

/// Where the service takes times and new ids from. Both are called from any thread that calls the
/// service, several at once. `system_clock_and_ids.hpp` has the real ones.
struct ClockAndIds {
    std::function<Timestamp()> now;             ///< the time in UTC; may go back
    std::function<boost::uuids::uuid()> new_id; ///< a UUID v4 that was never given before
};

/// What a host may choose for a service.
struct ServiceOptions {
    /// The defaults of a chatbot's settings: copied into new records and taken by resets. Changing
    /// them touches no stored record. Called from any thread that calls the service, several at
    /// once, while changes of the chatbot wait; it must not change settings itself.
    std::function<HumanSupportSettings(ChatbotId const&)> defaults = [](ChatbotId const&) {
        return HumanSupportSettings{};
    };

    /// How large changed values may be.
    Limits limits = {};
};

/// Whether a transfer takes the addresses of the old owner along.
enum class TransferEmails { keep, clear };

/// How often the service tries a change before it answers `busy`, when other processes keep
/// changing the same record. Each try reads the record anew. Within a service, changes of a chatbot
/// take turns.
inline constexpr int max_attempts = 256;

/// Everything a host does with settings: create, find, update, upsert, erase, transfer and list.
///
/// Every operation works for one `Caller`, who sees the records of its own account only: those of
/// other accounts are reported as missing. The host decides who owns a chatbot, and this check is
/// the second line of defence. Beside the errors named below, each operation passes on what storage
/// reports, and those that change something return `invalid_argument` where the caller's actor is
/// not UTF-8. An operation that fails changes nothing, unless it says `outcome_unknown`.
///
/// Thread-safe. The repository is borrowed and outlives the service.
class SettingsService {
public:
    /// Borrows `repository`.
    SettingsService(SettingsRepository& repository, ClockAndIds clock_and_ids,
                    ServiceOptions options = {})
        : repository_(repository), clock_and_ids_(std::move(clock_and_ids)),
          options_(std::move(options)) {}

    /// Makes a record of the defaults and `patch`. `already_exists`, also where the record is
    /// another account's; `invalid_settings`.
    Result<SettingsChange> create(Caller const& caller, ChatbotId const& chatbot_id,
                                  SettingsPatch const& patch = {});

    /// The caller's record of the chatbot; null where it has none.
    Result<SettingsRecordPtr> find(Caller const& caller, ChatbotId const& chatbot_id);

    /// Applies `patch` to the record. One that changes nothing writes nothing: the revision and
    /// `updated_at` stay. `not_found`, `invalid_settings`, `revision_mismatch` where `expected` is
    /// given and the record's revision is another. Without it, a race that is lost to others is run
    /// again, `max_attempts` times in all, then `busy`.
    Result<SettingsChange> update(Caller const& caller, ChatbotId const& chatbot_id,
                                  SettingsPatch const& patch,
                                  std::optional<Revision> expected = {});

    /// Updates the record, or creates it where there is none. `already_exists` where it is another
    /// account's; `revision_mismatch` also where `expected` is given and there is none;
    /// `invalid_settings`; `busy` like `update`.
    Result<SettingsChange> upsert(Caller const& caller, ChatbotId const& chatbot_id,
                                  SettingsPatch const& patch,
                                  std::optional<Revision> expected = {});

    /// Erases the record. `not_found`, `revision_mismatch`, `busy` like `update`.
    Result<SettingsChange> erase(Caller const& caller, ChatbotId const& chatbot_id,
                                 std::optional<Revision> expected = {});

    /// Hands the caller's record to another account. `not_found`; `busy` like `update`.
    Result<SettingsChange> transfer(Caller const& caller, ChatbotId const& chatbot_id,
                                    AccountId const& to_account,
                                    TransferEmails emails = TransferEmails::keep);

    /// Erases all records of the caller's account, a page at a time, and returns what it erased.
    /// Where it fails, the pages before stay erased: call it again for the rest.
    Result<std::vector<SettingsChange>> erase_account(Caller const& caller);

    /// The caller's records after the chatbot `after`, at most `limit` of them; see
    /// `SettingsRepository::list`.
    Result<Page> list(Caller const& caller, std::optional<ChatbotId> after = {},
                      std::size_t limit = PageRequest{}.limit);

    /// The epoch of the store; see `repository.hpp`.
    Result<Epoch> epoch();

    /// The defaults of the chatbot's settings, as a new record would get them.
    [[nodiscard]] HumanSupportSettings defaults(ChatbotId const& chatbot_id) const {
        return options_.defaults(chatbot_id);
    }

    /// How large changed values may be, for what reads a body before the service sees it.
    [[nodiscard]] Limits const& limits() const noexcept { return options_.limits; }

private:
    /// What is to become of the record that is there: a record to store, null to erase it, or that
    /// same record where nothing changes; or why nothing can.
    using Decision = Result<SettingsRecordPtr>;

    /// Decides, given the record that is there, of whatever account; null where there is none.
    using Decide = std::function<Decision(SettingsRecordPtr const&)>;

    Result<SettingsChange> change(Caller const& caller, ChatbotId const& chatbot_id,
                                  Decide const& decide);

    /// Changes the caller's record by `patch`. If it has none, `if_none_is_own(there)` decides,
    /// given another account's record or null.
    template <class IfNoneIsOwn>
    Result<SettingsChange> change_own(Caller const& caller, ChatbotId const& chatbot_id,
                                      SettingsPatch const& patch, std::optional<Revision> expected,
                                      IfNoneIsOwn const& if_none_is_own);

    [[nodiscard]] Result<void> check(SettingsPatch const& patch,
                                     SettingsRecordPtr const& stored) const;
    [[nodiscard]] Decision make(Caller const& caller, ChatbotId const& chatbot_id,
                                SettingsPatch const& patch) const;
    [[nodiscard]] Decision touch(Caller const& caller, SettingsRecordPtr const& before,
                                 AccountId const& account_id, HumanSupportSettings settings) const;
    [[nodiscard]] Decision apply(Caller const& caller, SettingsRecordPtr const& before,
                                 SettingsPatch const& patch) const;

    SettingsRepository& repository_;
    ClockAndIds clock_and_ids_;
    ServiceOptions options_;

    /// Changes of a chatbot take turns, so that they lose no races among themselves. Chatbots that
    /// share a mutex by their hashes wait for each other; there are enough that few do.
    std::array<std::mutex, 128> turns_;
};

} // namespace human_support

#include <human_support/detail/service.hpp> // IWYU pragma: export
