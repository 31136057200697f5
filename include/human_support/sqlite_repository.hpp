// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/repository.hpp>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>

namespace human_support {

/// How a `SqliteRepository` opens its file.
struct SqliteOptions {
    /// Make the file, or our tables in it, where they are not there. Otherwise a missing file is
    /// an error, and nothing is made.
    bool create = true;

    /// How long a call waits for a lock that another process holds before it returns `busy`.
    std::chrono::milliseconds busy_timeout{5000};

    static constexpr std::size_t max_readers = 1000;

    /// How many reads can run at once, 1 to `max_readers`; further ones wait for their turn. Each
    /// takes a connection with a page cache of its own.
    std::size_t readers = 4;
};

/// Storage in an SQLite file (SQLite 3.37 or newer), which may be a file of the host's: our tables
/// are prefixed `human_support_`, and `user_version` and `application_id` are left alone. Several
/// processes may share the file.
///
/// What `write` reports as stored survives a killed process and a loss of power: the file is turned
/// to WAL for good (https://www.sqlite.org/wal.html) and written with `synchronous=FULL`. Erased
/// data is overwritten (`secure_delete`).
///
/// Forbidden, since SQLite cannot keep the file whole under it
/// (https://www.sqlite.org/howtocorrupt.html): `synchronous=OFF` on any connection to the file, two
/// copies of SQLite in one process, network file systems, use after `fork`, foreign writes to our
/// tables. A call made while the same thread holds a write transaction on the file ends in `busy`.
///
/// A file that is moved or deleted while it is open makes every later write fail with
/// `storage_failed`, and reads show what it held; open it anew.
class SqliteRepository final : public SettingsRepository {
public:
    /// Opens `file`, and brings our tables in it to this version's schema.
    ///
    /// Errors, each naming the file: `storage_failed` where it is missing (and not to be made), a
    /// folder, unreadable, read-only or in a folder that cannot be written; `storage_corrupt` where
    /// it is no SQLite database or a damaged one; `schema_too_new`; `busy` where another process
    /// holds it beyond the timeout; `storage_full`; `invalid_argument` for an option out of range.
    static Result<std::unique_ptr<SqliteRepository>> open(std::filesystem::path const& file,
                                                          SqliteOptions const& options = {});

    ~SqliteRepository() override;

    Result<SettingsRecordPtr> find(ChatbotId const& chatbot_id) override;
    Result<WriteResults> write(std::span<Write const> writes) override;
    Result<Page> list(PageRequest const& request) override;
    Result<ChangePage> changes(std::optional<FeedMark> const& mark, std::size_t limit) override;

private:
    class Inside;

    explicit SqliteRepository(std::unique_ptr<Inside> inside);

    std::unique_ptr<Inside> inside_;
};

} // namespace human_support
