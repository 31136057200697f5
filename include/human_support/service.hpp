// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/repository.hpp>
#include <human_support/settings_patch.hpp>
#include <human_support/validation.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace human_support {

/// For whom the service works. The host has authenticated it.
struct Caller {
    AccountId account_id; ///< whose records are seen and changed
    std::string actor; ///< who in the account, for `updatedBy`; UTF-8 without U+0000, may be empty
};

/// What an operation changed. One that changed nothing has the same record twice.
struct SettingsChange {
    SettingsRecordPtr before;        ///< null if there was none
    SettingsRecordPtr after;         ///< null if it was erased
    Revision revision = no_revision; ///< of the record, or of its erasure
};

/// Where the service gets times and new ids from. Both are called from any thread that calls the
/// service, several at once, before anything is written; what they throw passes through the
/// service. `system_clock_and_ids.hpp` has the real ones.
struct ClockAndIds {
    std::function<Timestamp()> now;             ///< the time in UTC; may go back
    std::function<boost::uuids::uuid()> new_id; ///< a UUID v4 that it never gave before
};

/// What has to be true of the caller's record for a change to be made; by default nothing. If it is
/// not true, the change fails with `revision_mismatch`.
class Precondition {
public:
    /// Asks for nothing.
    Precondition() = default;

    /// Asks that the record has this revision.
    // NOLINTNEXTLINE(google-explicit-constructor)
    Precondition(Revision revision)
        : holds_([revision](SettingsRecord const* record) {
              return record != nullptr && record->revision == revision;
          }) {}

    /// Asks that the record has this revision, or for nothing if `revision` is none.
    // NOLINTNEXTLINE(google-explicit-constructor)
    Precondition(std::optional<Revision> revision)
        : Precondition(revision ? Precondition(*revision) : Precondition()) {}

    /// Asks a rule of the host's: `holds(record)`; null if the caller has no record. It is asked
    /// about the record that the change starts from, so again after each lost race. It must not
    /// use the service. What it throws passes through the service, before anything is written.
    template <std::predicate<SettingsRecord const*> Holds>
    // NOLINTNEXTLINE(google-explicit-constructor,bugprone-forwarding-reference-overload)
    Precondition(Holds holds) : holds_(std::move(holds)) {}

    /// Tells whether it is true of `record`; null is none.
    [[nodiscard]] bool holds(SettingsRecord const* record) const {
        return !holds_ || holds_(record);
    }

private:
    std::function<bool(SettingsRecord const*)> holds_;
};

/// What a host may choose for a service.
struct ServiceOptions {
    /// Returns the defaults of a chatbot's settings, which are copied into new records and by
    /// resets. Other defaults later touch no stored record. It is called from any thread that calls
    /// the service, several at once, while changes of the chatbot wait, so it must not change
    /// settings itself. What it throws passes through the service, before anything is written.
    std::function<HumanSupportSettings(ChatbotId const&)> defaults = [](ChatbotId const&) {
        return HumanSupportSettings{};
    };

    /// How large the values may be that a patch sets.
    Limits limits = {};
};

/// Is called with what `SettingsService::erase_account` erased, one record at a time.
using OnErased = std::function<void(SettingsChange const& erased)>;

/// Whether a transfer takes the email addresses of the old owner along.
enum class TransferEmails { keep, clear };

/// How often the service tries a change, if other processes keep changing the same record, before
/// it returns `busy`. Each try reads the record again. Within one service, changes of a chatbot
/// take turns, so that they lose no race among themselves.
inline constexpr int max_attempts = 256;

/// Everything a host does with settings: create, find, update, upsert, erase, transfer and list.
///
/// Every operation works for one `Caller`, who sees the records of its own account only: those of
/// other accounts are reported as missing. The host decides who owns a chatbot, and this check is
/// the second line of defence.
///
/// Beside the errors named below, each operation returns those of the storage, and those that
/// change something return `invalid_argument` if the caller's actor is not UTF-8 or contains
/// U+0000. An operation that fails changes nothing, unless it returns `outcome_unknown`. It throws
/// `std::bad_alloc` and what the host's own functions throw, before anything is written; nothing
/// else. `erase_account` writes more than once, and says what that means for it.
///
/// A read looks into the storage once. A change reads once and writes once, unless others change
/// the record at the same time.
///
/// Thread-safe. The repository is borrowed and outlives the service.
class SettingsService {
public:
    /// Borrows `repository`.
    SettingsService(SettingsRepository& repository, ClockAndIds clock_and_ids,
                    ServiceOptions options = {})
        : repository_(repository), clock_and_ids_(std::move(clock_and_ids)),
          options_(std::move(options)) {}

    /// Makes a record of the defaults and `patch`. Errors: `already_exists`, also if the record is
    /// another account's; `invalid_settings`; `revision_mismatch` if `precondition` is not true
    /// although there is no record; `busy` like `update`.
    Result<SettingsChange> create(Caller const& caller, ChatbotId const& chatbot_id,
                                  SettingsPatch const& patch = {},
                                  Precondition const& precondition = {});

    /// Finds the caller's record of the chatbot; null if it has none.
    [[nodiscard]] Result<SettingsRecordPtr> find(Caller const& caller,
                                                 ChatbotId const& chatbot_id) const;

    /// Applies `patch` to the record. One that changes nothing writes nothing: the revision and
    /// `updated_at` stay. Errors: `not_found`; `invalid_settings`; `revision_mismatch` if
    /// `precondition` is not true. If others change the record at the same time, it is tried again,
    /// `max_attempts` times in all, then `busy`.
    Result<SettingsChange> update(Caller const& caller, ChatbotId const& chatbot_id,
                                  SettingsPatch const& patch,
                                  Precondition const& precondition = {});

    /// Updates the record, or creates it if there is none. Errors: `already_exists` if it is
    /// another account's; `invalid_settings`; `revision_mismatch` and `busy` like `update`.
    Result<SettingsChange> upsert(Caller const& caller, ChatbotId const& chatbot_id,
                                  SettingsPatch const& patch,
                                  Precondition const& precondition = {});

    /// Erases the record. Errors: `not_found`; `revision_mismatch` and `busy` like `update`.
    Result<SettingsChange> erase(Caller const& caller, ChatbotId const& chatbot_id,
                                 Precondition const& precondition = {});

    /// Hands the caller's record to another account. Errors: `not_found`; `busy` like `update`.
    Result<SettingsChange> transfer(Caller const& caller, ChatbotId const& chatbot_id,
                                    AccountId const& to_account,
                                    TransferEmails emails = TransferEmails::keep);

    /// Erases all records of the caller's account, a page of 100 at a time, and returns how many.
    /// Hands each to `on_erased` once its erasure is durable, and keeps none: no more than a page
    /// is in memory.
    ///
    /// If it fails, what was erased before stays erased, and was handed over: call it again for the
    /// rest. After `outcome_unknown` nothing is known of the page whose write that was: it may be
    /// erased without being handed over. `busy` if others change the records at the same time,
    /// after `max_attempts` pages in a row of which nothing could be erased.
    ///
    /// `on_erased` is called on this thread. It may use the service, but a record that it makes in
    /// the account is erased too, so this may never end. What it throws passes through; the page's
    /// other records are erased then, and not handed over.
    Result<std::size_t> erase_account(Caller const& caller, OnErased const& on_erased = {});

    /// Lists the caller's records after the chatbot `after`, at most `limit` of them, as
    /// `SettingsRepository::list` does.
    [[nodiscard]] Result<Page> list(Caller const& caller, std::optional<ChatbotId> after = {},
                                    std::size_t limit = PageRequest{}.limit) const;

    /// Returns the defaults of the chatbot's settings, as a new record would get them.
    [[nodiscard]] HumanSupportSettings defaults(ChatbotId const& chatbot_id) const {
        return options_.defaults(chatbot_id);
    }

    /// Returns how large the values may be that a patch sets, for what reads a body before the
    /// service sees it.
    [[nodiscard]] Limits const& limits() const noexcept { return options_.limits; }

private:
    /// What becomes of the record that is there: none if nothing changes, a record to store, or
    /// null to erase it; or the error of the operation.
    using Decision = Result<std::optional<std::shared_ptr<SettingsRecord>>>;

    /// Decides, given the record that is there, of any account; null if there is none.
    using Decide = std::function<Decision(SettingsRecordPtr const&)>;

    Result<SettingsChange> change(Caller const& caller, ChatbotId const& chatbot_id,
                                  Decide const& decide);

    /// Changes the caller's record by `patch`. If the caller has none, `if_none_is_own(there)`
    /// decides, given another account's record or null.
    template <class IfNoneIsOwn>
    Result<SettingsChange> change_own(Caller const& caller, ChatbotId const& chatbot_id,
                                      SettingsPatch const& patch, Precondition const& precondition,
                                      IfNoneIsOwn const& if_none_is_own);

    [[nodiscard]] Result<void> check(SettingsPatch const& patch,
                                     SettingsRecordPtr const& stored) const;
    [[nodiscard]] Decision make(Caller const& caller, ChatbotId const& chatbot_id,
                                SettingsPatch const& patch) const;
    [[nodiscard]] Decision touch(Caller const& caller, SettingsRecord const& before,
                                 std::shared_ptr<SettingsRecord> after) const;
    [[nodiscard]] Decision apply(Caller const& caller, SettingsRecord const& before,
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
