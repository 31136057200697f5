// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/result.hpp>
#include <human_support/settings_record.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <variant>
#include <vector>

namespace human_support {

/// Expects nothing: the write happens whatever is there.
struct Anything {
    friend bool operator==(Anything, Anything) = default;
};

/// Expects that the chatbot has no record.
struct Absent {
    friend bool operator==(Absent, Absent) = default;
};

/// What has to be there for a write to happen; a `Revision` expects the record with just that one.
using Expectation = std::variant<Anything, Absent, Revision>;

/// One change to one chatbot: a record to store, or an erasure.
class Write {
public:
    /// Stores `record`, in place of any record its chatbot has. The revision inside is ignored.
    [[nodiscard]] static Write store(SettingsRecord record, Expectation expectation) {
        ChatbotId chatbot_id = record.chatbot_id;
        return {std::move(chatbot_id), std::move(record), expectation};
    }

    /// Erases the record of `chatbot_id`.
    [[nodiscard]] static Write erase(ChatbotId chatbot_id, Expectation expectation = Anything{}) {
        return {std::move(chatbot_id), std::nullopt, expectation};
    }

    /// Whose record it is about.
    [[nodiscard]] ChatbotId const& chatbot_id() const& noexcept { return chatbot_id_; }
    ChatbotId const& chatbot_id() && = delete; // it would be gone before it is read

    /// What to store; null for an erasure.
    [[nodiscard]] SettingsRecord const* record() const& noexcept {
        return record_ ? &*record_ : nullptr;
    }
    SettingsRecord const* record() && = delete; // it would be gone before it is read

    /// What has to be there for it to happen.
    [[nodiscard]] Expectation const& expectation() const& noexcept { return expectation_; }
    Expectation const& expectation() && = delete; // it would be gone before it is read

private:
    Write(ChatbotId chatbot_id, std::optional<SettingsRecord> record, Expectation expectation)
        : chatbot_id_(std::move(chatbot_id)), record_(std::move(record)),
          expectation_(expectation) {}

    ChatbotId chatbot_id_;
    std::optional<SettingsRecord> record_; ///< none for an erasure
    Expectation expectation_;
};

/// The results of a batch, one for each `Write` in its order: the revision that the record or the
/// erasure got, or why this one was not done.
using WriteResults = std::vector<Result<Revision>>;

/// The largest number of records or changes that one call returns; a larger limit counts as this.
inline constexpr std::size_t max_page_size = 1000;

/// Which records to list.
struct PageRequest {
    std::optional<ChatbotId> after =
        std::nullopt;        ///< only ids after this one; none is the first page
    std::size_t limit = 100; ///< at least 1
    std::optional<AccountId> account_id = std::nullopt; ///< only records of this account
};

/// Some records in the order of their chatbot ids.
struct Page {
    std::vector<SettingsRecordPtr> records; ///< none is null
    std::optional<ChatbotId>
        next; ///< for the next request's `after`; none where the list has ended
};

/// Names the store that a mark or an entity tag is of: a random positive number, drawn when the
/// store is made, renewed by a schema migration and in every backup copy.
using Epoch = std::int64_t;

/// A place in the change feed. Everything up to `revision` has been read.
struct FeedMark {
    Epoch epoch = 0;                 ///< of the store that the mark is of
    Revision revision = no_revision; ///< `no_revision` is the feed's beginning

    friend bool operator==(FeedMark const&, FeedMark const&) = default;
};

/// The latest state of a chatbot that changed.
struct FeedChange {
    ChatbotId chatbot_id;     ///< the one that changed
    Revision revision;        ///< of the record, or of its erasure
    SettingsRecordPtr record; ///< null where it was erased
};

/// Some changes in the order of their revisions.
struct FeedPage {
    std::vector<FeedChange> changes; ///< each chatbot once; empty at the feed's end for now
    FeedMark mark; ///< for the next call; everything up to it is in this page or came before it
};

/// The storage contract: four verbs that every engine keeps, the ones that come with the library
/// and a host's own alike. `testing/repository_conformance.hpp` checks every sentence of it.
///
/// - Threads: all functions may be called from several threads at once, and block until done.
/// - Ownership: records come back shared and never change.
/// - Failure: beside the errors named below, a call fails with `busy`, `storage_full`,
///   `storage_failed`, `storage_corrupt`, `schema_too_new` or `outcome_unknown`. Only `write`
///   returns the last; after any other error of a whole batch, nothing of it is stored.
/// - Validation: storage stores what it is given.
///
/// No pure virtual function is added within a minor version.
class SettingsRepository {
public:
    SettingsRepository() = default;
    SettingsRepository(SettingsRepository const&) = delete;
    SettingsRepository& operator=(SettingsRepository const&) = delete;
    virtual ~SettingsRepository() = default;

    /// The record of `chatbot_id`, or null where there is none: as fresh as the engine, so that it
    /// shows every write that was reported before the call.
    virtual Result<SettingsRecordPtr> find(ChatbotId const& chatbot_id) = 0;

    /// Does the writes of a batch. All that succeed become visible and durable together, before the
    /// call returns; those that fail leave everything as it was. Their own errors:
    /// - `already_exists`: `Absent` was expected, and there is a record;
    /// - `revision_mismatch`: a revision was expected, and there is another or no record;
    /// - `not_found`: an erasure that expected `Anything` or `Absent` found nothing to erase;
    /// - `invalid_argument`: the chatbot occurs earlier in the batch.
    ///
    /// Each success gets a revision of its own, greater than all before it in the store and in the
    /// batch.
    virtual Result<WriteResults> write(std::span<Write const> writes) = 0;

    /// The records after `request.after`, at most `request.limit` of them; `invalid_argument` where
    /// that is 0. Walking from page to page meets every record once that was there all the while.
    virtual Result<Page> list(PageRequest const& request) = 0;

    /// What changed after `mark`, or since the beginning where that is none: each chatbot once, in
    /// its latest state, at most `limit` of them. A page without changes is the feed's end for now.
    /// With limit 0 it is empty, and has the mark of all that was written until now.
    ///
    /// The feed is not a log: states in between, and a record that was made and erased, may be left
    /// out. Once a reader has seen a revision, no smaller one newly appears. `feed_restarted` where
    /// the mark is of another epoch, or beyond the end or before the beginning of what the feed
    /// knows: drop what came of the feed, and read from the beginning.
    virtual Result<FeedPage> changes(std::optional<FeedMark> const& mark, std::size_t limit) = 0;
};

/// Whether `write` may happen where the chatbot's record has the revision `current` (none where it
/// has no record): null, or the write's own error. For engines, so that all decide alike.
[[nodiscard]] inline std::optional<Error> refusal(Write const& write,
                                                  std::optional<Revision> current) {
    if (auto const* expected = std::get_if<Revision>(&write.expectation())) {
        return current == *expected ? std::nullopt : std::optional<Error>(Errc::revision_mismatch);
    }
    if (std::holds_alternative<Absent>(write.expectation()) && current) {
        return Errc::already_exists;
    }
    if (write.record() == nullptr && !current) {
        return Errc::not_found;
    }
    return std::nullopt;
}

/// The error of a write whose chatbot occurs earlier in its batch. For engines.
[[nodiscard]] inline Error repeated_in_batch() {
    return {Errc::invalid_argument,
            "A chatbot may occur once in a batch; put the second write into another."};
}

/// What `list` returns where the limit is 0. For engines.
[[nodiscard]] inline Error page_limit_is_zero() {
    return {Errc::invalid_argument, "A page's limit must be at least 1."};
}

} // namespace human_support
