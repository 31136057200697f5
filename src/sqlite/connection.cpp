// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "connection.hpp"

#include "sqlite_error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

namespace human_support::sqlite {

namespace {

/// SQLite's busy handler (https://www.sqlite.org/c3ref/busy_handler.html): waits a little and
/// returns 1 to try again, or 0 to give up. Unlike SQLite's own it counts its waits.
int wait_for_lock(void* context, int tries) noexcept {
    auto& wait = *static_cast<LockWait*>(context);
    if (std::chrono::steady_clock::now() >= wait.deadline) {
        return 0;
    }
    ++wait.counters.busy_retries;
    // Often, since a process that writes all the while leaves the lock free for moments only.
    constexpr std::chrono::microseconds shortest_poll{100};
    std::this_thread::sleep_for(
        std::min<std::chrono::microseconds>((tries + 1) * shortest_poll, longest_poll));
    return 1;
}

} // namespace

Result<Connection> Connection::open(std::string const& file, int flags) {
    sqlite3* handle = nullptr;
    int const result = sqlite3_open_v2(
        file.c_str(), &handle,
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | flags, nullptr);
    Connection connection(handle); // closes the handle, which is there also if opening failed
    if (result != SQLITE_OK) {
        return file_error(
            error_of(handle, result).code(), file,
            fmt::format("cannot be opened: {}. Make sure that the file and its folder "
                        "can be read and written.",
                        sqlite3_errstr(result)));
    }
    // Before anything that may commit: only `Checkpoint` does checkpoints.
    sqlite3_wal_autocheckpoint(handle, 0);
    // SQLite falls back to reading if it may not write.
    if (sqlite3_db_readonly(handle, "main") == 1) {
        return file_error(Errc::storage_failed, file, "is read-only. Make it writable.");
    }
    return connection;
}

Result<Connection> Connection::open_as_it_is(std::string const& file) { return open(file, 0); }

Result<Connection> Connection::open(Opening const& opening) {
    auto connection = open(opening.file, opening.options.create ? SQLITE_OPEN_CREATE : 0);
    if (!connection) {
        return connection;
    }
    connection->lock_wait_ = std::make_unique<LockWait>(
        LockWait{opening.options.busy_timeout, opening.counters, opening.deadline});
    sqlite3_busy_handler(connection->handle(), wait_for_lock, connection->lock_wait_.get());
    if (auto configured = connection->configure(opening.options); !configured) {
        return configured.error();
    }
    return connection;
}

std::string Connection::file() const { return sqlite3_db_filename(handle(), "main"); }

Result<void> Connection::configure(SqliteOptions const& options) {
    if (auto turned = turn_to_wal(); !turned) {
        return turned;
    }
    // A WAL that had to grow, such as during a long read, shrinks again once it can.
    constexpr int kept_wal_bytes = 64 << 20;
    auto const pragmas = fmt::format("PRAGMA synchronous = {};"
                                     "PRAGMA secure_delete = ON;"
                                     "PRAGMA trusted_schema = OFF;"
                                     "PRAGMA cache_size = -{};" // in KiB if negative
                                     "PRAGMA journal_size_limit = {};",
                                     options.synchronous == Synchronous::full ? "FULL" : "NORMAL",
                                     options.page_cache / 1024, kept_wal_bytes);
    if (auto set = execute(pragmas.c_str()); !set) {
        return set;
    }
    auto transactions =
        prepare_all<TransactionStatements>("BEGIN", "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK");
    if (!transactions) {
        return transactions.error();
    }
    transactions_ = std::make_unique<TransactionStatements>(*std::move(transactions));
    return {};
}

/// Tries again until the deadline, since SQLite does not ask its busy handler for some of the locks
/// that it needs to change the journal mode.
Result<void> Connection::turn_to_wal() {
    for (;;) {
        auto turned = try_to_turn_to_wal();
        if (turned || turned.error().code() != Errc::busy ||
            std::chrono::steady_clock::now() >= lock_wait_->deadline) {
            return turned;
        }
        std::this_thread::sleep_for(longest_poll);
    }
}

Result<void> Connection::try_to_turn_to_wal() {
    bool is_wal = false;
    auto done = for_each_row("PRAGMA journal_mode = WAL",
                             [&](Execution const& row) { is_wal = row.text(0) == "wal"; });
    if (done && !is_wal) {
        return file_error(Errc::storage_failed, file(),
                          "cannot be switched to WAL mode. Keep it on a local disk.");
    }
    return done;
}

Result<void> Connection::execute(char const* sql) {
    int const result = sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr);
    if (result != SQLITE_OK) {
        return error_of(handle(), result);
    }
    return {};
}

Result<void> Connection::check_not_moved() {
    int moved = 0;
    int const result = sqlite3_file_control(handle(), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    // A file system that cannot tell does not know the question (SQLITE_NOTFOUND).
    if (result == SQLITE_OK && moved != 0) {
        return file_error(
            Errc::storage_failed, file(),
            "was moved or deleted while it was open. Put it back, then open it again.");
    }
    return {};
}

Result<Transaction> Transaction::read(Connection& connection) {
    return begin(connection, connection.transactions_->begin);
}

Result<Transaction> Transaction::write(Connection& connection) {
    return begin(connection, connection.transactions_->begin_immediate);
}

int Transaction::try_to_write(Connection& connection,
                              std::optional<Transaction>& transaction) noexcept {
    connection.wait_until(Deadline::min());
    int const result = Execution(connection.transactions_->begin_immediate).step();
    if (result != SQLITE_DONE) {
        return result;
    }
    transaction.emplace(Transaction(connection));
    return SQLITE_OK;
}

Result<Transaction> Transaction::begin(Connection& connection, Statement& statement) {
    if (auto const begun = Execution(statement).next(); !begun) {
        return begun.error();
    }
    return Transaction(connection);
}

Transaction::~Transaction() {
    // SQLite may have rolled back on its own, after an I/O error for instance.
    if (connection_ != nullptr && sqlite3_get_autocommit(connection_->handle()) == 0) {
        Execution(connection_->transactions_->rollback).step();
    }
}

Result<void> Transaction::commit() {
    auto const committed = Execution(connection_->transactions_->commit).next();
    if (committed) {
        connection_ = nullptr;
        return {};
    }
    auto const& error = committed.error();
    // The commit had not begun, or there was no room for the record that completes it.
    if (error.code() == Errc::busy || error.code() == Errc::storage_full) {
        return error;
    }
    // A sync that failed may still have reached the disk, and come back after a crash.
    return Error(Errc::outcome_unknown,
                 error.message() +
                     " The write may or may not have taken effect; read the settings to check.");
}

} // namespace human_support::sqlite
