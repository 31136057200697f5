// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "counters.hpp"
#include "statement.hpp"
#include "still_file.hpp"

#include <human_support/sqlite_repository.hpp>

#include <sqlite3.h>

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace human_support::sqlite {

/// When a call gives up waiting for the locks of other connections.
using Deadline = std::chrono::steady_clock::time_point;

/// Returns that of a call that begins now and waits so long.
inline Deadline deadline_after(std::chrono::milliseconds timeout) noexcept {
    return std::chrono::steady_clock::now() + timeout;
}

/// The longest sleep between two looks for a lock of others. Who needs the lock over and over
/// leaves it free for as long in between, or others never find it free.
inline constexpr std::chrono::milliseconds longest_poll{1};

/// What the connections of a repository are opened with.
struct Opening {
    std::string file; ///< an absolute path, as UTF-8
    SqliteOptions options;
    Counters& counters;
    Deadline deadline; ///< of the whole opening

    /// The same for a file that is there, so that none replaces one that was deleted meanwhile.
    [[nodiscard]] Opening of_existing() const {
        auto existing = *this;
        existing.options.create = false;
        return existing;
    }
};

/// How long a connection waits for the locks of others.
struct LockWait {
    std::chrono::milliseconds timeout;
    Counters& counters;
    Deadline deadline; ///< of the call under way
};

/// Prepared with the connection, so that even without memory no transaction stays open.
struct TransactionStatements {
    Statement begin;
    Statement begin_immediate;
    Statement commit;
    Statement rollback;
};

/// A connection to the file, for one thread at a time.
class Connection {
public:
    /// Opens the file, makes it if the options say so, and turns it to WAL, unless it is only read.
    static Result<Connection> open(Opening const& opening);

    /// Opens the file, makes it if the options say so, and changes no mode of it: `turn_to_wal`,
    /// unless it is only read, and `configure` are to follow.
    static Result<Connection> open_as_it_is(Opening const& opening);

    /// Opens `file`, which must exist, for `execute` and `for_each_row`.
    static Result<Connection> open_as_it_is(std::string const& file);

    /// Tells whether the file is in WAL mode already.
    Result<bool> is_wal();

    Result<void> turn_to_wal();

    /// Sets what the options say.
    Result<void> configure(SqliteOptions const& options);

    [[nodiscard]] sqlite3* handle() const noexcept { return handle_.get(); }

    /// Returns when a call that begins now gives up waiting for locks.
    [[nodiscard]] Deadline new_deadline() const noexcept {
        return deadline_of(std::chrono::steady_clock::now());
    }

    /// The same for a call that began then.
    [[nodiscard]] Deadline deadline_of(std::chrono::steady_clock::time_point came) const noexcept {
        return came + lock_wait_->timeout;
    }

    /// Lets the call under way wait for locks until `deadline`.
    void wait_until(Deadline deadline) noexcept { lock_wait_->deadline = deadline; }

    /// Lets a call that begins now wait for locks as long as one may.
    void begin_call() noexcept { wait_until(new_deadline()); }

    /// Returns the name of the file, in UTF-8.
    [[nodiscard]] std::string file() const;

    /// Runs SQL that returns no rows, one statement or several.
    Result<void> execute(char const* sql);

    Result<Statement> prepare(std::string_view sql) { return Statement::prepare(handle(), sql); }

    /// Prepares a struct of statements from the SQL of its members, in their order.
    template <class Statements, class... Sql>
    Result<Statements> prepare_all(Sql const&... sql) {
        std::array prepared{prepare(sql)...};
        for (auto const& statement : prepared) {
            if (!statement) {
                return statement.error();
            }
        }
        return std::apply([](auto&... statement) { return Statements{*std::move(statement)...}; },
                          prepared);
    }

    /// Calls `visit(execution)` for each row of a query.
    template <class Visit>
    Result<void> for_each_row(std::string_view sql, Visit visit) {
        auto statement = prepare(sql);
        if (!statement) {
            return statement.error();
        }
        Execution execution(*statement);
        for (;;) {
            auto const row = execution.next();
            if (!row) {
                return row.error();
            }
            if (!*row) {
                return {};
            }
            visit(execution);
        }
    }

    /// Fails with `storage_failed` if the file is no longer where it was opened.
    Result<void> check_not_moved();

    /// Fails with `storage_failed` if what was read cannot be trusted: the file was opened as one
    /// that nobody changes, and somebody has begun to.
    [[nodiscard]] Result<void> check_unchanged() const;

private:
    struct Close {
        void operator()(sqlite3* handle) const noexcept { sqlite3_close_v2(handle); }
    };

    explicit Connection(sqlite3* handle) : handle_(handle) {}

    static Result<Connection> open_handle(std::string const& file, std::string const& name,
                                          int flags, std::string_view need);
    static Result<Connection> open_to_write(std::string const& file, int flags);
    static Result<Connection> open_to_read(Opening const& opening);

    friend class Transaction;

    void wait_for_locks(Opening const& opening);
    Result<void> try_to_turn_to_wal();
    Result<std::string> journal_mode(std::string_view pragma);

    std::unique_ptr<LockWait> lock_wait_; ///< SQLite keeps its address
    std::unique_ptr<sqlite3, Close> handle_;
    std::unique_ptr<TransactionStatements> transactions_; ///< null until it is configured
    std::optional<StillFile> still_file_;                 ///< if the file is read as immutable
};

/// A transaction that is rolled back at its end unless it was committed.
class Transaction {
public:
    /// Begins a transaction that reads a single state of the file.
    static Result<Transaction> read(Connection& connection);

    /// Begins a transaction that writes. Waits for the one write lock of the file, up to the
    /// deadline of the connection.
    static Result<Transaction> write(Connection& connection);

    /// The same without a wait, and without an error that needs memory: returns SQLite's result
    /// code, and leaves `transaction` empty unless that is `SQLITE_OK`. The deadline is over then.
    static int try_to_write(Connection& connection,
                            std::optional<Transaction>& transaction) noexcept;

    Transaction(Transaction&& other) noexcept
        : connection_(std::exchange(other.connection_, nullptr)) {}
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    /// Makes what was written durable. After an error nothing of it is stored, except after
    /// `outcome_unknown`.
    Result<void> commit();

private:
    explicit Transaction(Connection& connection) : connection_(&connection) {}

    static Result<Transaction> begin(Connection& connection, Statement& statement);

    Connection* connection_; ///< null once there is nothing to roll back
};

} // namespace human_support::sqlite
