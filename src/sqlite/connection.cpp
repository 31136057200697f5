// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "connection.hpp"

#include "file_path.hpp"
#include "sqlite_error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>
#include <utility>

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

/// Returns the URI of a file that never changes (https://www.sqlite.org/uri.html).
std::string immutable_uri(std::string const& file) {
    constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                       "0123456789-._~/"; // the others are escaped
    auto const path = path_of_utf8(file).generic_u8string();
    std::string uri = path.front() == u8'/' ? "file://" : "file:///"; // the latter before a drive
    for (char8_t const c : path) {
        if (plain.find(static_cast<char>(c)) != std::string_view::npos) {
            uri += static_cast<char>(c);
        } else {
            uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return uri + "?immutable=1";
}

} // namespace

Result<Connection> Connection::open_handle(std::string const& file, std::string const& name,
                                           int flags, std::string_view need) {
    sqlite3* handle = nullptr;
    int const result = sqlite3_open_v2(
        name.c_str(), &handle, SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | flags, nullptr);
    Connection connection(handle); // closes the handle, which is there also if opening failed
    if (result != SQLITE_OK) {
        return file_error(error_of(handle, result).code(), file,
                          fmt::format("cannot be opened: {}. Make sure that the file and its "
                                      "folder can be {}.",
                                      sqlite3_errstr(result), need));
    }
    // Before anything that may commit: only `Checkpoint` does checkpoints.
    sqlite3_wal_autocheckpoint(handle, 0);
    return connection;
}

Result<Connection> Connection::open_to_write(std::string const& file, int flags) {
    auto connection = open_handle(file, file, SQLITE_OPEN_READWRITE | flags, "read and written");
    // SQLite falls back to reading if it may not write.
    if (connection && sqlite3_db_readonly(connection->handle(), "main") == 1) {
        return file_error(Errc::storage_failed, file, "is read-only. Make it writable.");
    }
    return connection;
}

/// SQLite reads a file in WAL mode with the help of two files beside it, and makes them if they are
/// missing. `immutable` lets it do without (https://www.sqlite.org/wal.html, "Read-Only
/// Databases"): then it looks for no WAL, takes no lock, and trusts that the file never changes.
/// That is right as long as all of this holds:
///
/// - There is no WAL and no journal beside the file. What they hold belongs to the file, and
///   whoever has it open in WAL mode has a WAL there.
/// - This process could not write, since the medium, the folder or the file does not let it. Where
///   it could, others begin at any time: there the file is read with the usual locks, and what they
///   write is seen. If only the file cannot be written, SQLite would leave a WAL beside it that
///   nobody can write, in the way of all who can write the file later.
/// - Nobody begins who has more rights. `check_unchanged` finds that after each read.
///
/// Where this process could write, `query_only` keeps it from that. SQLite's own way to read only
/// would leave the two files there.
Result<Connection> Connection::open_to_read(Opening const& opening) {
    constexpr std::string_view need = "read";
    // SQLite falls back to reading if it may not write.
    auto connection = open_handle(opening.file, opening.file, SQLITE_OPEN_READWRITE, need);
    if (!connection) {
        return connection;
    }
    auto still_file = StillFile::of(connection->handle());
    bool const can_write = sqlite3_db_readonly(connection->handle(), "main") == 0;
    if (can_write || !still_file) {
        connection->wait_for_locks(opening);
        auto const read = connection->execute("PRAGMA query_only = ON;"
                                              "SELECT 1 FROM sqlite_schema LIMIT 1");
        if (read) {
            return connection;
        }
        int const result = sqlite3_errcode(connection->handle()) & 0xFF;
        if (result != SQLITE_CANTOPEN && result != SQLITE_READONLY) {
            return read.error();
        }
        if (!still_file) {
            return file_error(
                Errc::storage_failed, opening.file,
                "cannot be read without writing: a WAL or a journal beside it belongs to it. Make "
                "the file, its folder and the files beside it writable, or copy them to a folder "
                "that is.");
        }
    }
    connection = open_handle(opening.file, immutable_uri(opening.file),
                             SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, need);
    if (connection) {
        connection->wait_for_locks(opening);
        connection->still_file_ = std::move(still_file);
    }
    return connection;
}

Result<Connection> Connection::open_as_it_is(std::string const& file) {
    return open_to_write(file, 0);
}

Result<Connection> Connection::open_as_it_is(Opening const& opening) {
    if (opening.options.read_only) {
        return open_to_read(opening);
    }
    auto connection = open_to_write(opening.file, opening.options.create ? SQLITE_OPEN_CREATE : 0);
    if (connection) {
        connection->wait_for_locks(opening);
    }
    return connection;
}

Result<Connection> Connection::open(Opening const& opening) {
    auto connection = open_as_it_is(opening);
    if (!connection) {
        return connection;
    }
    if (!opening.options.read_only) {
        if (auto turned = connection->turn_to_wal(); !turned) {
            return turned.error();
        }
    }
    if (auto configured = connection->configure(opening.options); !configured) {
        return configured.error();
    }
    return connection;
}

void Connection::wait_for_locks(Opening const& opening) {
    lock_wait_ = std::make_unique<LockWait>(
        LockWait{opening.options.busy_timeout, opening.counters, opening.deadline});
    sqlite3_busy_handler(handle(), wait_for_lock, lock_wait_.get());
}

std::string Connection::file() const { return sqlite3_db_filename(handle(), "main"); }

Result<void> Connection::configure(SqliteOptions const& options) {
    auto const to_read = fmt::format("PRAGMA trusted_schema = OFF;"
                                     "PRAGMA cache_size = -{};", // in KiB if negative
                                     options.page_cache / 1024);
    // A WAL that had to grow, such as during a long read, shrinks again once it can.
    constexpr int kept_wal_bytes = 64 << 20;
    auto const to_write =
        fmt::format("PRAGMA synchronous = {};"
                    "PRAGMA secure_delete = ON;"
                    "PRAGMA journal_size_limit = {};",
                    options.synchronous == Synchronous::full ? "FULL" : "NORMAL", kept_wal_bytes);
    if (!options.read_only) {
        if (auto set = execute(to_write.c_str()); !set) {
            return set;
        }
    }
    if (auto set = execute(to_read.c_str()); !set) {
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
    auto const turned = journal_mode("PRAGMA journal_mode = WAL");
    if (turned && *turned != "wal") {
        return file_error(Errc::storage_failed, file(),
                          "cannot be switched to WAL mode. Keep it on a local disk.");
    }
    return turned ? Result<void>() : turned.error();
}

Result<bool> Connection::is_wal() {
    auto const mode = journal_mode("PRAGMA journal_mode");
    return mode ? Result<bool>(*mode == "wal") : mode.error();
}

Result<std::string> Connection::journal_mode(std::string_view pragma) {
    std::string mode;
    auto const done = for_each_row(pragma, [&](Execution const& row) { mode = row.text(0); });
    return done ? Result<std::string>(std::move(mode)) : done.error();
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

Result<void> Connection::check_unchanged() const {
    if (still_file_ && !still_file_->is_still()) {
        return file_error(Errc::storage_failed, file(),
                          "is being changed by another process, which could not be expected where "
                          "it cannot be written. Open it again.");
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
