// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "engine/purge.hpp"
#include "engine/write_queue.hpp"
#include "record_columns.hpp"
#include "store_state.hpp"

#include <human_support/repository.hpp>

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace human_support::postgresql {

/// The connection that writes, for one thread at a time. If it is lost, the next write makes a new
/// one.
class Writer {
public:
    /// Takes over a connection. The tables are in `schema`. `opening` outlives the writer.
    static Result<std::unique_ptr<Writer>> start(std::unique_ptr<Connection> connection,
                                                 Opening const& opening, std::string schema);

    /// A transaction that is rolled back at its end unless it was committed.
    class Transaction {
    public:
        explicit Transaction(Writer& writer) noexcept : writer_(&writer) {}
        Transaction(Transaction&& other) noexcept
            : writer_(std::exchange(other.writer_, nullptr)) {}
        Transaction& operator=(Transaction&&) = delete;
        ~Transaction() {
            if (writer_ != nullptr) {
                writer_->roll_back();
            }
        }

    private:
        Writer* writer_; ///< null once moved from
    };

    /// Begins a transaction for batches, with the first of them. It must end before the next one
    /// begins.
    Result<Transaction> begin(engine::Moment came);

    /// Does batches within the transaction: one round trip, which looks at what is there. Nothing
    /// is sent of what is to be written.
    Result<void> add(std::span<engine::WriteCall* const> calls);

    /// Tells whether `add` may be called again. Those who come during the first look may join, and
    /// the others have their turn next.
    [[nodiscard]] bool takes_more() const noexcept { return looks_ < 2; }

    /// Writes the batches and makes them durable in one round trip, if anything in them succeeded.
    Result<void> commit(Transaction& transaction);

    /// Tells whether a conflict or a lost connection was the cause.
    bool may_try_again(engine::Moment came) noexcept;

    void after_turn() noexcept { tries_ = 0; }

    /// Goes on with a purge: forgets at most `engine::most_purged_at_once` erasures, the oldest
    /// first, in its own transaction, and returns their number. The first ones renew the epoch.
    Result<std::size_t> purge_some_erasures(engine::Purge& purge, engine::Moment came);

private:
    /// What a transaction is going to leave of a chatbot.
    struct Staged {
        std::optional<Revision> there; ///< the revision before the transaction
        Write const* last = nullptr;   ///< null if nothing is to be done
        Revision revision = no_revision;

        [[nodiscard]] std::optional<Revision> current() const noexcept {
            return last == nullptr             ? there
                   : last->record() != nullptr ? std::optional(revision)
                                               : std::nullopt;
        }
    };

    Writer(Opening const& opening, std::string schema)
        : opening_(opening), schema_(std::move(schema)) {}

    void free_counter();
    WriteResults decide(std::span<Write const> writes);
    Result<std::vector<Answer>> answers(RoundTrip& trip);
    Result<void> send_commit();
    void write_staged(RoundTrip& trip) const;
    Result<void> find_outcome();
    [[nodiscard]] Result<bool> is_stored(Session const& fresh) const;
    [[nodiscard]] bool has_a_write(Connection const& connection, Answer const& rows) const;
    void roll_back() noexcept;

    Opening const& opening_;
    std::string const schema_;
    std::optional<Session> session_;  ///< none once it is lost
    Trouble trouble_ = Trouble::none; ///< of the last failure
    int tries_ = 0;                   ///< in vain, of the call whose turn it is

    // Of the transaction:
    bool is_open_ = false; ///< whether the server may have begun it
    int looks_ = 0;        ///< how often `add` was called
    FeedMark before_;      ///< the store's mark at its beginning
    std::string id_;       ///< its number at the server
    Revision last_revision_ = no_revision;
    std::map<std::string_view, Staged> staged_; ///< by chatbot; the texts are the calls'
};

} // namespace human_support::postgresql
