// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/storable_texts.hpp>
#include <human_support/result.hpp>
#include <human_support/settings_record.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <variant>
#include <vector>

namespace human_support {

/// Expects nothing: the write happens in any case.
struct Anything {
    friend bool operator==(Anything, Anything) = default;
};

/// Expects that the chatbot has no record.
struct Absent {
    friend bool operator==(Absent, Absent) = default;
};

/// What has to be there for a write to happen. A `Revision` expects the record with that revision.
using Expectation = std::variant<Anything, Absent, Revision>;

/// One change to one chatbot: a record to store, or an erasure.
class Write {
public:
    /// Stores `record`, in place of the one that its chatbot has. The revision and the epoch inside
    /// are ignored: the store gives new ones.
    [[nodiscard]] static Write store(SettingsRecord record, Expectation expectation) {
        ChatbotId chatbot_id = record.chatbot_id;
        return {std::move(chatbot_id), std::move(record), expectation};
    }

    /// Erases the record of `chatbot_id`.
    [[nodiscard]] static Write erase(ChatbotId chatbot_id, Expectation expectation = Anything{}) {
        return {std::move(chatbot_id), std::nullopt, expectation};
    }

    /// Returns whose record it is about.
    [[nodiscard]] ChatbotId const& chatbot_id() const& noexcept { return chatbot_id_; }
    ChatbotId const& chatbot_id() && = delete; // it would be gone before it is read

    /// Returns what to store; null for an erasure.
    [[nodiscard]] SettingsRecord const* record() const& noexcept {
        return record_ ? &*record_ : nullptr;
    }
    SettingsRecord const* record() && = delete; // it would be gone before it is read

    /// Returns what has to be there for it to happen.
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

/// A place in the change feed: everything up to `revision` has been read.
struct FeedMark {
    Epoch epoch = no_epoch;          ///< of the store whose feed it is
    Revision revision = no_revision; ///< `no_revision` is the beginning of the feed

    friend bool operator==(FeedMark const&, FeedMark const&) = default;
};

/// The results of a batch, one for each `Write`, in the same order: the place in the feed that the
/// record or the erasure got, or why this one was not done.
using WriteResults = std::vector<Result<FeedMark>>;

/// The largest number of records or changes that one call returns; a larger limit counts as this.
inline constexpr std::size_t max_page_size = 1000;

/// Which records to list.
struct PageRequest {
    /// Only ids after this one; none is the first page.
    std::optional<ChatbotId> after = std::nullopt;

    /// How many records at most, 1 or more; more than `max_page_size` counts as `max_page_size`.
    std::size_t limit = 100;

    /// Only records of this account; none is every account.
    std::optional<AccountId> account_id = std::nullopt;
};

/// Some records in the order of their chatbot ids.
struct Page {
    std::vector<SettingsRecordPtr> records; ///< none is null
    std::optional<ChatbotId> next; ///< for the next request's `after`; none at the end of the list
};

/// The latest state of a chatbot that changed.
struct FeedChange {
    ChatbotId chatbot_id;     ///< the one that changed
    Revision revision;        ///< of the record, or of its erasure
    SettingsRecordPtr record; ///< null if it was erased
};

/// Some changes in the order of their revisions.
struct FeedPage {
    std::vector<FeedChange> changes; ///< each chatbot once; empty at the feed's end for now
    FeedMark mark; ///< for the next call; everything up to it is in this page or came before it
};

/// The storage contract: the verbs that every engine keeps, those of the library and those of a
/// host. `testing/repository_conformance.hpp` checks every sentence that can be seen from outside.
///
/// - Threads: all functions may be called from several threads at once. They block until done.
/// - Ownership: records come back shared and never change. Each has the revision that its write
///   got, and the epoch that the store had when it was read.
/// - Failure: a call fails with an error that is named below, or with `busy`, `storage_full`,
///   `storage_failed`, `storage_corrupt`, `schema_too_new` or `outcome_unknown`. Only `write`
///   returns the last; after any other error of a whole batch, nothing of it is stored.
///   `write` of an engine that was opened to read only refuses each batch with `storage_failed`.
/// - Exceptions: `std::bad_alloc`, before anything is written; no other. Storage calls nothing of
///   the host's.
/// - Texts: UTF-8 without U+0000, which some databases cannot store. A record with another text is
///   `invalid_argument`, as that write's own error.
/// - Validation: beside that, storage stores what it is given.
///
/// No pure virtual function is added within a minor version.
class SettingsRepository {
public:
    SettingsRepository() = default;
    SettingsRepository(SettingsRepository const&) = delete;
    SettingsRepository& operator=(SettingsRepository const&) = delete;
    virtual ~SettingsRepository() = default;

    /// Finds the record of `chatbot_id`; null if there is none. It shows every write that was
    /// reported as stored before the call. One look into the storage.
    [[nodiscard]] virtual Result<SettingsRecordPtr> find(ChatbotId const& chatbot_id) const = 0;

    /// Does the writes of a batch. All that succeed become visible and durable together, before the
    /// call returns. One that fails leaves everything as it was, and stops no other; its error is
    /// - `already_exists`: `Absent` was expected, and there is a record;
    /// - `revision_mismatch`: a revision was expected, and there is another or no record;
    /// - `not_found`: an erasure that expected `Anything` or `Absent` found nothing to erase;
    /// - `invalid_argument`: the chatbot occurs earlier in the batch.
    ///
    /// Each success gets a revision of its own, greater than all before it in the store and in the
    /// batch. A batch of none changes nothing.
    virtual Result<WriteResults> write(std::span<Write const> writes) = 0;

    /// Does one write, as a batch of one; its error is the write's or that of the batch. An engine
    /// that overrides the function above keeps this one in sight with
    /// `using SettingsRepository::write;`.
    Result<FeedMark> write(Write const& one) {
        return write({&one, 1}).and_then(
            [](WriteResults results) { return std::move(results.front()); });
    }

    /// Lists the records after `request.after`, at most `request.limit` of them;
    /// `invalid_argument` if that is 0. A caller that goes from page to page gets each record once
    /// that is there all the time.
    [[nodiscard]] virtual Result<Page> list(PageRequest const& request) const = 0;

    /// Reads what changed after `mark`, or since the beginning if that is none: each chatbot once,
    /// in its latest state, at most `limit` of them; more than `max_page_size` counts as
    /// `max_page_size`. A page without changes is the end of the feed for now. With limit 0 it is
    /// empty, and has the mark of all that was written until now.
    ///
    /// The feed is not a log: states in between, and a record that was made and erased, may be left
    /// out. Once a reader has seen a revision, no smaller one newly appears. `feed_restarted` if
    /// the mark is of another epoch, or beyond the end or before the beginning of what the feed
    /// knows: drop what came of the feed, and read from the beginning.
    [[nodiscard]] virtual Result<FeedPage> changes(std::optional<FeedMark> const& mark,
                                                   std::size_t limit) const = 0;
};

/// Checks whether `write` can be done, if the record of its chatbot has the revision `current`
/// (none if it has no record): its texts, and what it expects. A failure is the write's own error.
/// For engines, so that all decide alike.
[[nodiscard]] inline Result<void> check_write(Write const& write, std::optional<Revision> current) {
    if (auto const* record = write.record(); record != nullptr && !detail::is_storable(*record)) {
        return Error(
            Errc::invalid_argument,
            "A text of the record is not UTF-8 or contains U+0000; storage takes neither.");
    }
    if (auto const* expected = std::get_if<Revision>(&write.expectation())) {
        return current == *expected ? Result<void>() : Errc::revision_mismatch;
    }
    if (std::holds_alternative<Absent>(write.expectation()) && current) {
        return Errc::already_exists;
    }
    if (write.record() == nullptr && !current) {
        return Errc::not_found;
    }
    return {};
}

/// Does the same for a chatbot that has `current`; null is no record. For engines.
[[nodiscard]] inline Result<void> check_write(Write const& write,
                                              SettingsRecordPtr const& current) {
    return check_write(write, current ? std::optional(current->revision) : std::nullopt);
}

/// Returns `record` as the store gives it back, with the revision and the epoch of its write. For
/// engines.
[[nodiscard]] inline SettingsRecordPtr stored_record(SettingsRecord record, FeedMark const& mark) {
    record.revision = mark.revision;
    record.epoch = mark.epoch;
    return std::make_shared<SettingsRecord const>(std::move(record));
}

/// Returns the error of a write whose chatbot occurs earlier in its batch. For engines.
[[nodiscard]] inline Error repeated_in_batch_error() {
    return {Errc::invalid_argument,
            "A chatbot may occur once in a batch; put the second write into another."};
}

/// Returns the error of `list` for a limit of 0. For engines.
[[nodiscard]] inline Error page_limit_error() {
    return {Errc::invalid_argument, "A page's limit must be at least 1."};
}

/// Makes what `list` returns of `records`, which are in the order of their chatbot ids. Give it one
/// more than `limit`, if there are so many: it leaves out what does not fit, and says where the
/// next page begins. `invalid_argument` if `limit` is 0. For engines.
[[nodiscard]] inline Result<Page> make_page(std::vector<SettingsRecordPtr> records,
                                            std::size_t limit) {
    if (limit == 0) {
        return page_limit_error();
    }
    Page page{std::move(records), std::nullopt};
    if (limit = (std::min)(limit, max_page_size); page.records.size() > limit) {
        page.records.resize(limit);
        page.next = page.records.back()->chatbot_id;
    }
    return page;
}

/// Makes what `changes` returns of what changed after a mark, which is in the order of the
/// revisions; `end` is the end of the feed. Give it one more than `limit`, if there are so many: it
/// leaves out what does not fit, and marks where the next page begins. For engines.
[[nodiscard]] inline FeedPage make_feed_page(std::vector<FeedChange> changes, FeedMark end,
                                             std::size_t limit) {
    if (limit == 0) {
        return {{}, end};
    }
    while (changes.size() > (std::min)(limit, max_page_size)) {
        changes.pop_back();
        end.revision = changes.back().revision;
    }
    return {std::move(changes), end};
}

} // namespace human_support
