// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/repository.hpp>
#include <human_support/sqlite_export.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace human_support {

/// What a stored write survives. The names are SQLite's
/// (https://www.sqlite.org/pragma.html#pragma_synchronous).
enum class Synchronous {
    /// A killed process, a crash of the system and a loss of power. Each commit waits for the disk;
    /// writes of several threads at once share a commit.
    full,

    /// A killed process only. A crash of the system or a loss of power may lose the last writes:
    /// the newest first, and each batch as a whole. The file stays intact. Lost revisions are used
    /// again, so every opening renews the epoch; always open such a file with this option.
    normal,
};

/// How a `SqliteRepository` opens and keeps its file. `open` fails with `invalid_argument` if a
/// number is out of its range.
struct SqliteOptions {
    /// If true, creates the file, or our tables in it, if they are missing. If false, `open` fails
    /// with `storage_failed` then, and creates nothing.
    bool create = true;

    /// What a stored write survives.
    Synchronous synchronous = Synchronous::full;

    /// How long a call waits for locks of other connections to the file, such as another process
    /// has, before it returns `busy`: all of its waits together, counted from the call, and so for
    /// `open`. 0 to 2,147,483,647 ms; 0 does not wait. Calls on the same repository wait for each
    /// other without a limit.
    std::chrono::milliseconds busy_timeout{5000};

    /// The largest value of `readers`.
    static constexpr std::size_t max_readers = 1000;

    /// How many reads can run at once, 1 to `max_readers`; more reads wait for their turn, in the
    /// order in which they come, except that a new one may overtake those that have waited for less
    /// than a millisecond. Each reader has a connection with its own page cache.
    std::size_t readers = 4;

    /// How much of the file each connection keeps in memory at most, in bytes, up to 2,147,483,647
    /// KiB; rounded down to whole KiB. Reads are fastest if the whole file fits. There are
    /// `readers` + 3 connections.
    std::size_t page_cache = std::size_t{8} << 20;

    /// The size of the WAL, in pages, at which its content is moved into the file: a checkpoint,
    /// done by the `write` that finds it due, after its commit. At least 1. Nobody can write
    /// meanwhile, some 10 ms for 1,000 pages on a fast disk: with a smaller number the longest
    /// write takes less time, and all of them together more. If another connection holds the lock
    /// that this needs, it is left to the next `write`.
    std::size_t wal_autocheckpoint = 1000;

    /// If true, the file is only read, and neither made nor changed, not even to a newer schema.
    /// `write` and `purge_erasures` fail with `storage_failed`; the others work, `backup` included.
    /// `open` fails with `storage_failed` for a file of schema version 1, which has to be opened
    /// for writing once.
    ///
    /// Needs no right to write, neither to the file nor to its folder or medium, as long as no WAL
    /// is left beside the file, or if a process that writes has the file open. If nobody had, and
    /// this process could not write, SQLite reads without locks. If another process begins to write
    /// then, each later read fails with `storage_failed`, and `open` succeeds again.
    ///
    /// Where this process could write, what others write is seen as always. SQLite then makes
    /// `-wal` and `-shm` beside the file while it is open, and the last one that closes it moves
    /// into the file what a WAL holds.
    bool read_only = false;
};

/// What a `SqliteRepository` has done since it was opened, for the monitoring of a host.
struct SqliteCounters {
    std::uint64_t commits = 0;            ///< transactions that stored something
    std::uint64_t merged_calls = 0;       ///< `write` calls that shared the commit of another call
    std::uint64_t busy_retries = 0;       ///< short waits for a lock that another connection held
    std::uint64_t reader_waits = 0;       ///< reads that waited since all `readers` were in use
    std::uint64_t checkpoints = 0;        ///< checkpoints that moved pages
    std::uint64_t failed_checkpoints = 0; ///< the WAL grows until a checkpoint succeeds
    std::uint64_t wal_bytes = 0;          ///< the size of the WAL file now; 0 if it is unknown
};

/// Calls `visit(name, value)` with each of `counters`, for a host's monitoring. The names never
/// change, and are those of metrics in Prometheus: what only rises ends in `_total`. A new counter
/// is a line at the end here. What `visit` throws passes through.
template <class Visitor>
void for_each_counter(SqliteCounters const& counters, Visitor&& visit) {
    visit("human_support_commits_total", counters.commits);
    visit("human_support_merged_calls_total", counters.merged_calls);
    visit("human_support_busy_retries_total", counters.busy_retries);
    visit("human_support_reader_waits_total", counters.reader_waits);
    visit("human_support_checkpoints_total", counters.checkpoints);
    visit("human_support_failed_checkpoints_total", counters.failed_checkpoints);
    visit("human_support_wal_bytes", counters.wal_bytes);
}

/// Is called with the number of copied pages and the number of all pages. May throw: that ends the
/// backup, removes the copy, and passes through.
using BackupProgress = std::function<void(std::uint64_t copied, std::uint64_t all)>;

/// Storage in an SQLite file (SQLite 3.37 or newer). The file may hold tables of the host as well:
/// the names of our tables begin with `human_support_`, and `user_version` and `application_id` are
/// left alone. Several processes may share the file. Thread-safe; destroy it once no other thread
/// uses it.
///
/// The file is switched to WAL mode permanently (https://www.sqlite.org/wal.html). On POSIX only
/// the owner can read a new file; elsewhere it gets the rights of its folder. Erased data is
/// overwritten (`secure_delete`); older states of it may stay in the WAL until the next
/// checkpoints, or until the last process closes the file.
///
/// Every record that was written since schema version 2 has a checksum: a record that was damaged
/// on the disk is `storage_corrupt`, and is never returned as settings.
///
/// Forbidden, since they can damage the file (https://www.sqlite.org/howtocorrupt.html):
/// `synchronous=OFF` on any connection to the file, two copies of SQLite in one process, network
/// file systems, use after `fork`, writes to our tables by other code. A `write` fails with `busy`
/// if the same thread holds a write transaction on the file.
///
/// An SQLite without the fix of its WAL-reset bug (`sqlite_has_wal_reset_fix`) can lose commits if
/// a checkpoint runs while another connection writes. No repository does such a checkpoint. Other
/// connections must not either, the `sqlite3` shell included: one that writes to a file that is
/// open elsewhere begins with `PRAGMA wal_autocheckpoint = 0`, and none runs `PRAGMA
/// wal_checkpoint`. All processes that share the file must run this version or a newer one.
///
/// If the file is moved or deleted while it is open, every later write fails with `storage_failed`,
/// and reads show what the file held; open it again.
class HUMAN_SUPPORT_SQLITE_EXPORT SqliteRepository final : public SettingsRepository {
public:
    /// Opens `file`, and brings our tables in it to the schema of this version, unless it is only
    /// read. Opens `readers` + 3 connections.
    ///
    /// Errors, of which all but the last name the file:
    ///
    /// - `storage_failed`: the file is missing and must not be created, is a folder, cannot be read
    ///   or written, or is in a folder that cannot be written (but see `SqliteOptions::read_only`);
    ///   a table of another program has the name of one of ours; or SQLite is older at run time
    ///   than at compile time, or was built with `SQLITE_THREADSAFE=0`
    ///   (https://www.sqlite.org/threadsafe.html);
    /// - `storage_corrupt`: it is not an SQLite database, or a damaged one;
    /// - `schema_too_new`, `storage_full`;
    /// - `busy`: another process locks it for longer than `busy_timeout`;
    /// - `invalid_argument`: an option is out of range, or the name is empty or contains NUL.
    static Result<std::unique_ptr<SqliteRepository>> open(std::filesystem::path const& file,
                                                          SqliteOptions const& options = {});

    ~SqliteRepository() override;

    using SettingsRepository::write;

    Result<SettingsRecordPtr> find(ChatbotId const& chatbot_id) const override;
    Result<WriteResults> write(std::span<Write const> writes) override;
    Result<Page> list(PageRequest const& request) const override;
    Result<FeedPage> changes(std::optional<FeedMark> const& mark, std::size_t limit) const override;

    /// Reads the whole file, and returns a sentence for each problem, at most 100 of each kind;
    /// none if the file is intact. Finds damaged pages, records with a wrong checksum, and broken
    /// promises: one record for each chatbot, unique revisions, a complete feed. A page that cannot
    /// be read counts as damaged.
    ///
    /// Takes seconds for each gigabyte, and occupies one of the readers; writes go on. Fails like
    /// `find`.
    [[nodiscard]] Result<std::vector<std::string>> check() const;

    /// Copies the whole file, with any tables of the host, to the new file `destination`. The copy
    /// shows the state of one moment. It is durable once this returns, and has its own epoch, so
    /// that no mark and no entity tag of this store is valid for it. After a failure there is no
    /// `destination`; a killed process may leave a file whose name begins with that of
    /// `destination` and ".incomplete".
    ///
    /// Calls `progress` after each 256 pages, on this thread; it may use the repository. Occupies
    /// none of the readers. Reads and writes go on, and the WAL grows by what is written. A damaged
    /// page is copied as it is; open the copy and `check` it if that matters.
    ///
    /// Errors: `already_exists` if there is something at `destination`; those of `open` for it. If
    /// the file was moved or deleted, one backup at a time still copies what it held, and others
    /// fail with `storage_failed`.
    Result<void> backup(std::filesystem::path const& destination,
                        BackupProgress const& progress = {}) const;

    /// Forgets the erasures that were made before `before` (by the system's clock), with the
    /// chatbot ids in them, and returns their number. If that is not 0, the epoch is renewed, once,
    /// together with the first of them: readers of the feed get `feed_restarted` and start from its
    /// beginning, and older entity tags are no longer valid. Erasures that are made after that
    /// stay, whatever `before` is.
    ///
    /// Commits 1,000 erasures at a time, the oldest first. Writes of this repository come between.
    /// Other processes look for the lock now and then, so it is left free for a millisecond each
    /// time. The work grows with what is forgotten, and not with what is there. Fails like `write`;
    /// some of the erasures may be forgotten then.
    Result<std::size_t> purge_erasures(Timestamp before);

    /// Returns what was done since the file was opened. Asks the file system for the size of the
    /// WAL.
    [[nodiscard]] SqliteCounters counters() const;

private:
    class Implementation;

    explicit SqliteRepository(std::unique_ptr<Implementation> implementation);

    std::unique_ptr<Implementation> implementation_;
};

/// Tells whether the SQLite that runs has the fix of its WAL-reset bug
/// (https://www.sqlite.org/wal.html, "The WAL-reset bug"), for a host to log. Without it, other
/// connections to the file must keep to what `SqliteRepository` says of them. Only the version
/// counts, so an older one that a distribution mended counts as without the fix.
[[nodiscard]] HUMAN_SUPPORT_SQLITE_EXPORT bool sqlite_has_wal_reset_fix() noexcept;

/// Tells the same of an SQLite whose `sqlite3_libversion_number()` is `version`.
[[nodiscard]] HUMAN_SUPPORT_SQLITE_EXPORT bool sqlite_has_wal_reset_fix(int version) noexcept;

/// Turns off SQLite's memory statistics, for all code in the process that uses SQLite; so the host
/// decides. With them each allocation takes the same lock, and reads on several threads slow each
/// other down.
///
/// Call it first, from one thread: once SQLite is in use, it fails with `invalid_argument`.
HUMAN_SUPPORT_SQLITE_EXPORT Result<void> disable_sqlite_memory_statistics();

} // namespace human_support
