// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "checkpoint.hpp"
#include "connection.hpp"
#include "engine/purge.hpp"
#include "engine/write_queue.hpp"

#include <human_support/repository.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace human_support::sqlite {

/// The connection that writes, for one thread at a time.
class Writer {
public:
    /// Opens the file, and brings our tables in it to this version's schema.
    static Result<std::unique_ptr<Writer>> open(Opening const& opening);

    Writer(Writer const&) = delete;
    Writer& operator=(Writer const&) = delete;
    ~Writer() = default;

    using Transaction = sqlite::Transaction;

    /// Begins a transaction for batches. It must end before the next one begins. Waits for other
    /// connections as long as a call may that came then.
    Result<Transaction> begin(engine::Moment came);

    /// Does batches within the transaction. After an error the whole transaction must end.
    Result<void> add(std::span<engine::WriteCall* const> calls);

    /// Tells that `add` may be called again.
    [[nodiscard]] static bool takes_more() noexcept { return true; }

    /// Makes the batches durable, if anything in them succeeded.
    Result<void> commit(Transaction& transaction);

    /// Tells that what failed would fail again.
    [[nodiscard]] static bool may_try_again(engine::Moment) noexcept { return false; }

    /// Moves the content of the WAL into the file if there is enough of it, outside of a
    /// transaction. If that cannot be done now, the next call tries again.
    void after_turn() noexcept;

    /// Goes on with a purge: forgets at most `engine::most_purged_at_once` erasures, the oldest
    /// first, in its own transaction, and returns their number. The first ones renew the epoch.
    Result<std::size_t> purge_some_erasures(engine::Purge& purge, engine::Moment came);

private:
    struct Statements {
        Statement counter;
        Statement current;
        Statement store_record;
        Statement change_account;
        Statement forget_erasure;
        Statement erase_record;
        Statement note_erasure;
        Statement advance_counter;
        Statement purge_erasures;
    };

    Writer(Connection connection, Statements statements, Checkpoint checkpoint,
           std::size_t wal_autocheckpoint, Counters& counters);

    static Result<Statements> prepare(Connection& connection);

    Result<FeedMark> last_mark();
    Result<WriteResults> add(std::span<Write const> writes);

    /// What is there of a chatbot, as far as a write depends on it.
    struct Current {
        std::optional<Revision> revision;
        std::string account_id;
    };

    Result<Current> current(ChatbotId const& chatbot_id);
    Result<void> apply(Write const& write, Current const& current, Revision revision);

    Connection connection_;
    Statements statements_; // after the connection, so that they are destroyed before it
    Checkpoint checkpoint_;
    std::size_t const wal_autocheckpoint_;
    Counters& counters_;
    std::size_t wal_pages_ = 0; ///< after the last commit
    FeedMark committed_;        ///< the store's epoch and counter at the transaction's beginning
    FeedMark last_;             ///< and now
};

} // namespace human_support::sqlite
