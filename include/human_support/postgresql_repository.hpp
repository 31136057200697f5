// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/postgresql_export.hpp>
#include <human_support/repository.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace human_support {

/// What a stored write survives. The names are PostgreSQL's
/// (https://www.postgresql.org/docs/current/runtime-config-wal.html, synchronous_commit).
enum class SynchronousCommit {
    /// A crash of the server, a loss of its power and, if it has a synchronous standby, its loss.
    /// A stronger setting of the server, such as `remote_apply`, is kept.
    on,

    /// What the server, the database, the role or the connection string say, which may be less: a
    /// crash may lose the last writes then. Lost revisions are used again, so every new connection
    /// that writes renews the epoch, which only the owner of our tables may.
    as_configured,
};

/// How a `PostgresqlRepository` connects. `open` fails with `invalid_argument` if a number is out
/// of its range.
struct PostgresqlOptions {
    /// If true, makes our tables if they are missing. If false, `open` fails with `storage_failed`
    /// then, and makes nothing.
    bool create = true;

    /// What a stored write survives.
    SynchronousCommit synchronous_commit = SynchronousCommit::on;

    /// How long a call waits for one answer of the server, locks of other connections included,
    /// before it returns `busy`, 1 to 2,147,483 ms. A call may need several answers: a new
    /// connection, for which each host of the connection string gets so long (in whole seconds, at
    /// least 2), and after a broken commit what became of it. Calls on the same repository wait for
    /// each other without a limit.
    ///
    /// As long may another process that hangs in the middle of a write keep the others waiting,
    /// until the server ends its connection (idle_in_transaction_session_timeout); or, if it hangs
    /// in the middle of what it sends, until the first of them that has waited in vain ends it
    /// (pg_terminate_backend, which may be done to connections of the same user).
    std::chrono::milliseconds timeout{5000};

    /// The largest value of `readers`.
    static constexpr std::size_t max_readers = 1000;

    /// How many reads can run at once, 1 to `max_readers`; more reads wait for their turn, in the
    /// order in which they come, except that a new one may overtake those that have waited for less
    /// than a millisecond. Each reader has a connection; there is one more, which writes.
    std::size_t readers = 4;
};

/// What a `PostgresqlRepository` has done since it was opened, for the monitoring of a host.
struct PostgresqlCounters {
    std::uint64_t commits = 0;      ///< transactions that stored something
    std::uint64_t merged_calls = 0; ///< `write` calls that shared the commit of another call
    std::uint64_t retries = 0;      ///< repeated after a conflict or a lost connection
    std::uint64_t reader_waits = 0; ///< reads that waited since all `readers` were in use
    std::uint64_t connections = 0;  ///< connections that are open now
    std::uint64_t reconnects = 0;   ///< new connections in place of lost ones
    std::uint64_t unclear_commits =
        0; ///< commits without an answer, about which the server was asked
};

/// Calls `visit(name, value)` with each of `counters`, for a host's monitoring. The names never
/// change, and are those of metrics in Prometheus: what only rises ends in `_total`. What other
/// engines count too has the same name there. What `visit` throws passes through.
template <class Visitor>
void for_each_counter(PostgresqlCounters const& counters, Visitor&& visit) {
    visit("human_support_commits_total", counters.commits);
    visit("human_support_merged_calls_total", counters.merged_calls);
    visit("human_support_retries_total", counters.retries);
    visit("human_support_reader_waits_total", counters.reader_waits);
    visit("human_support_connections", counters.connections);
    visit("human_support_reconnects_total", counters.reconnects);
    visit("human_support_unclear_commits_total", counters.unclear_commits);
}

/// Storage in a PostgreSQL database (13 or newer), for hosts on several machines. Its tables are
/// beside those of others: their names begin with `human_support_`. They are in the schema that
/// `search_path` finds them in at the opening, or, if they are made, in the first one of it.
/// Thread-safe; destroy it once no other thread uses it.
///
/// Revisions become visible in their order on all machines: one row, the counter, is locked from
/// the first look of a write until its commit. Writes of several threads at once share a commit.
///
/// The epoch is made of a number in the store, the server's system identifier and timeline, and the
/// identity of the table. So it changes by itself if a standby is promoted, if a backup is restored
/// with its log (archive recovery), and if a dump is restored. It does not if the data folder is
/// copied and started as it is: replace the function `human_support_epoch` then, by one that
/// returns another number.
///
/// A read or a write that finds its connection lost goes on with a new one. A commit whose
/// connection is lost is looked for on a new one; it is `outcome_unknown` only if the server cannot
/// be asked in time, if another server answers since, or if others have overwritten what was
/// written.
///
/// Forbidden: `fsync=off` on the server, use after `fork`, writes to our tables by other code, and
/// a pooler that gives a connection to others between transactions (PgBouncer in other modes than
/// `session`).
class HUMAN_SUPPORT_POSTGRESQL_EXPORT PostgresqlRepository final : public SettingsRepository {
public:
    /// Connects to a database, and brings our tables in it to the schema of this version. Opens
    /// `readers` + 1 connections. Several openings at once are safe.
    ///
    /// `conninfo` is a connection string of libpq, PostgreSQL's client library
    /// (https://www.postgresql.org/docs/current/libpq-connect.html): a URI or `key=value` pairs;
    /// what it leaves out comes from a service file or from the environment (`PGHOST` and so on).
    /// The network is encrypted as `sslmode` says. If it names several hosts, say
    /// `target_session_attrs=read-write` too.
    ///
    /// Errors, of which none shows the connection string:
    ///
    /// - `storage_failed`: the server cannot be reached, is older than 13, is a standby, or refuses
    ///   the user; the database is missing, has another encoding than UTF8, or has no schema for
    ///   the user; the tables must not be made, or a table of another program has the name of ours;
    /// - `schema_too_new`, `storage_full`;
    /// - `busy`: the server is starting, has no connection left, or does not answer in time;
    /// - `invalid_argument`: an option is out of range, or `conninfo` is not a connection string.
    static Result<std::unique_ptr<PostgresqlRepository>>
    open(std::string const& conninfo, PostgresqlOptions const& options = {});

    ~PostgresqlRepository() override;

    using SettingsRepository::write;

    /// Beside what every engine refuses: a record whose `created_at` or `updated_at` is before 4713
    /// BC or after 294276 AD is `invalid_argument`.
    Result<WriteResults> write(std::span<Write const> writes) override;

    Result<SettingsRecordPtr> find(ChatbotId const& chatbot_id) const override;
    Result<Page> list(PageRequest const& request) const override;
    Result<FeedPage> changes(std::optional<FeedMark> const& mark, std::size_t limit) const override;

    /// Forgets the erasures that were made before `before` (by the server's clock), with the
    /// chatbot ids in them, and returns their number. If that is not 0, the epoch is renewed, once,
    /// together with the first of them: readers of the feed get `feed_restarted` and start from its
    /// beginning, and older entity tags are no longer valid. Erasures that are made after that
    /// stay, whatever `before` is. Only the owner of our tables may, who also may create in their
    /// schema; for others it fails with `storage_failed` if there is something to forget.
    ///
    /// Commits 1,000 erasures at a time, the oldest first; writes come between. Fails like `write`;
    /// some of the erasures may be forgotten then.
    Result<std::size_t> purge_erasures(Timestamp before);

    /// Returns what was done since the repository was opened.
    [[nodiscard]] PostgresqlCounters counters() const;

private:
    class Implementation;

    explicit PostgresqlRepository(std::unique_ptr<Implementation> implementation);

    std::unique_ptr<Implementation> implementation_;
};

} // namespace human_support
