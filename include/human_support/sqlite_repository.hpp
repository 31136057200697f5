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

/// What a write that was reported as stored survives. The words are SQLite's
/// (https://www.sqlite.org/pragma.html#pragma_synchronous).
enum class Synchronous {
    /// A killed process, a crash of the system and a loss of power: each commit waits for the disk.
    /// Writes of several threads share a commit, so that they need not wait for each other.
    full,

    /// A killed process. A crash of the system or a loss of power may take the last moments' writes
    /// back, the newest first and each batch whole; the file stays sound. Since revisions that were
    /// lost are used again, every opening renews the epoch; open such a file no other way.
    normal,
};

/// How a `SqliteRepository` opens and keeps its file.
struct SqliteOptions {
    /// Make the file, or our tables in it, if they are not there. Otherwise a missing file is
    /// an error, and nothing is made.
    bool create = true;

    /// What a write that was reported as stored survives.
    Synchronous synchronous = Synchronous::full;

    /// How long a call waits for a lock that another process holds before it returns `busy`.
    std::chrono::milliseconds busy_timeout{5000};

    /// The most that `readers` can be.
    static constexpr std::size_t max_readers = 1000;

    /// How many reads can run at once, 1 to `max_readers`; further ones wait for their turn. Each
    /// takes a connection with a page cache of its own.
    std::size_t readers = 4;

    /// How many bytes of the file each connection keeps in memory at most. Reads are fastest if
    /// that holds the whole file.
    std::size_t page_cache = std::size_t{8} << 20;

    /// How many pages the WAL holds, at least 1, before what is in it is moved into the file: a
    /// checkpoint, done by the `write` that finds it due.
    std::size_t wal_autocheckpoint = 1000;
};

/// What a `SqliteRepository` has done since it was opened, for a host's monitoring.
struct SqliteCounters {
    std::uint64_t commits = 0;      ///< transactions that stored something
    std::uint64_t merged_calls = 0; ///< `write` calls that the commit of another call did as well
    std::uint64_t busy_retries = 0; ///< waits for a lock that another connection held
    std::uint64_t checkpoints = 0;  ///< that moved something from the WAL into the file
    std::uint64_t failed_checkpoints = 0; ///< the WAL grows until one succeeds
    std::uint64_t wal_bytes = 0;          ///< the size of the WAL file at the moment
};

/// Told how many of all pages are copied. May throw, which ends the backup.
using BackupProgress = std::function<void(std::uint64_t copied, std::uint64_t all)>;

/// Storage in an SQLite file (SQLite 3.37 or newer), which may be a file of the host's: our tables
/// are prefixed `human_support_`, and `user_version` and `application_id` are left alone. Several
/// processes may share the file.
///
/// The file is turned to WAL for good (https://www.sqlite.org/wal.html). A new one can be read by
/// its owner only. Erased data is overwritten (`secure_delete`); older states of it may stay in the
/// WAL until the next checkpoints, or until the last process closes the file.
///
/// Every record that was written since schema version 2 carries a checksum: one that the disk has
/// damaged is `storage_corrupt`, and never taken for settings.
///
/// Forbidden, since SQLite cannot keep the file whole under it
/// (https://www.sqlite.org/howtocorrupt.html): `synchronous=OFF` on any connection to the file, two
/// copies of SQLite in one process, network file systems, use after `fork`, foreign writes to our
/// tables. A call made while the same thread holds a write transaction on the file ends in `busy`.
///
/// A file that is moved or deleted while it is open makes every later write fail with
/// `storage_failed`, and reads show what it held; open it again.
class HUMAN_SUPPORT_SQLITE_EXPORT SqliteRepository final : public SettingsRepository {
public:
    /// Opens `file`, and brings our tables in it to this version's schema.
    ///
    /// Errors, each naming the file: `storage_failed` if it is missing (and not to be made), a
    /// folder, unreadable, read-only or in a folder that cannot be written; `storage_corrupt` if
    /// it is no SQLite database or a damaged one; `schema_too_new`; `busy` if another process
    /// holds it beyond the timeout; `storage_full`; `invalid_argument` for an option out of range.
    /// `storage_failed` too if the SQLite found at run time is older than the one compiled with,
    /// or was built with `SQLITE_THREADSAFE=0` (https://www.sqlite.org/threadsafe.html).
    static Result<std::unique_ptr<SqliteRepository>> open(std::filesystem::path const& file,
                                                          SqliteOptions const& options = {});

    ~SqliteRepository() override;

    using SettingsRepository::write;

    Result<SettingsRecordPtr> find(ChatbotId const& chatbot_id) const override;
    Result<WriteResults> write(std::span<Write const> writes) override;
    Result<Page> list(PageRequest const& request) const override;
    Result<FeedPage> changes(std::optional<FeedMark> const& mark, std::size_t limit) const override;

    /// Reads the whole file, and says what is wrong with it: a sentence each, at most some hundred,
    /// and none if it is sound. Finds damaged pages, records whose checksum is wrong, and breaks
    /// of what the store promises: one record a chatbot, unique revisions, a complete feed. A page
    /// that cannot be read counts as damaged.
    ///
    /// Takes seconds for each gigabyte, and one of the readers; writes go on meanwhile.
    [[nodiscard]] Result<std::vector<std::string>> check() const;

    /// Copies the whole file, with any tables of the host's, as it is at one moment, to
    /// `destination`, which must not be there yet. The copy is durable once this returns, and has
    /// an epoch of its own, so that no mark and no entity tag of this store fits it. On any failure
    /// there is no `destination`; a process that is killed may leave a file whose name begins with
    /// `destination` and goes on with ".incomplete".
    ///
    /// Takes one of the readers. Writes go on meanwhile, and the WAL grows by what they write. A
    /// page that is damaged is copied as it is; `check` the copy if that matters.
    ///
    /// Errors: `already_exists` if there is something at `destination`; those of `open` for it.
    Result<void> backup(std::filesystem::path const& destination,
                        BackupProgress const& progress = {}) const;

    /// Forgets the erasures made before `before` by the system's clock, with the chatbot ids in
    /// them, and returns their number. Where that is not 0, the epoch is renewed: whoever reads the
    /// feed gets `feed_restarted` and begins again, and no entity tag from before fits any more.
    /// Fails as `write` does; some of the erasures may be forgotten then.
    Result<std::size_t> purge_erasures(Timestamp before);

    /// What was done since the file was opened.
    [[nodiscard]] SqliteCounters counters() const;

private:
    class Implementation;

    explicit SqliteRepository(std::unique_ptr<Implementation> implementation);

    std::unique_ptr<Implementation> implementation_;
};

/// Turns off SQLite's statistics of its memory, in the whole process and for all that use SQLite
/// there, which is why it is the host's to decide. With them every allocation takes one lock, and
/// reads on several threads hinder each other.
///
/// `invalid_argument` once SQLite is in use: call it first.
HUMAN_SUPPORT_SQLITE_EXPORT Result<void> disable_sqlite_memory_statistics();

} // namespace human_support
