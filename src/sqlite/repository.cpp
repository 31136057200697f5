// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "backup.hpp"
#include "connection.hpp"
#include "engine/purge.hpp"
#include "engine/write_queue.hpp"
#include "file_check.hpp"
#include "file_path.hpp"
#include "folder_check.hpp"
#include "new_file.hpp"
#include "reader.hpp"
#include "sqlite_error.hpp"
#include "writer.hpp"

#include <human_support/sqlite_repository.hpp>

#include <fmt/format.h>
#include <sqlite3.h>

#include <limits>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace human_support {

namespace {

using WriteQueue = engine::WriteQueue<sqlite::Writer, sqlite::Counters>;

/// Fails if the SQLite at run time cannot be used: it may differ from that at compile time.
Result<void> check_sqlite(std::filesystem::path const& file) {
    auto const name = sqlite::utf8_path(file);
    int const version = sqlite3_libversion_number();
    if (version < SQLITE_VERSION_NUMBER) {
        return sqlite::file_error(
            Errc::storage_failed, name,
            fmt::format(
                "cannot be opened: SQLite {}.{}.{} was found, but this program was compiled "
                "with {}. Let it use that version or a newer one.",
                version / 1000000, version / 1000 % 1000, version % 1000, SQLITE_VERSION));
    }
    if (sqlite3_threadsafe() == 0) {
        return sqlite::file_error(
            Errc::storage_failed, name,
            "cannot be opened: the SQLite that was found was built with SQLITE_THREADSAFE=0, for "
            "one thread only. Let this program use one built without that option.");
    }
    return {};
}

/// Fails if the path is wrong, with clearer sentences than SQLite's.
Result<void> check_path(std::filesystem::path const& file, bool create) {
    std::error_code ignored;
    auto const name = sqlite::utf8_path(file);
    auto const status = std::filesystem::status(file, ignored);
    if (std::filesystem::is_directory(status)) {
        return sqlite::file_error(Errc::storage_failed, name, "is a folder. Choose a file in it.");
    }
    // A status that cannot be had is for SQLite to explain.
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
        return sqlite::file_error(Errc::storage_failed, name,
                                  "is no database file, such as a device. Choose a file.");
    }
    if (status.type() != std::filesystem::file_type::not_found) {
        return {};
    }
    if (auto checked = sqlite::check_folder(file); !checked) {
        return checked;
    }
    if (!create) {
        return sqlite::file_error(Errc::storage_failed, name, "does not exist. Create it first.");
    }
    return {};
}

/// Returns `file` as an absolute path.
Result<std::filesystem::path> absolute_path(std::filesystem::path const& file) {
    if (file.empty() || file.native().find('\0') != std::filesystem::path::string_type::npos) {
        return Error(Errc::invalid_argument, "The file name must not be empty or contain NUL.");
    }
    std::error_code error;
    auto path = std::filesystem::absolute(file, error);
    if (error) { // such as if the current folder was deleted
        return Error(Errc::storage_failed,
                     fmt::format("The current folder is not known: {}. Use an absolute path.",
                                 error.message()));
    }
    return path;
}

Result<void> check_options(SqliteOptions const& options) {
    if (options.readers < 1 || options.readers > SqliteOptions::max_readers) {
        return Error(Errc::invalid_argument, fmt::format("SqliteOptions::readers must be 1 to {}.",
                                                         SqliteOptions::max_readers));
    }
    constexpr std::size_t most_kib = std::numeric_limits<int>::max();
    if (options.page_cache / 1024 > most_kib) {
        return Error(Errc::invalid_argument,
                     fmt::format("SqliteOptions::page_cache must be at most {} KiB.", most_kib));
    }
    if (options.wal_autocheckpoint < 1) {
        return Error(Errc::invalid_argument,
                     "SqliteOptions::wal_autocheckpoint must be at least 1.");
    }
    if (options.busy_timeout.count() < 0 ||
        options.busy_timeout.count() > std::numeric_limits<int>::max()) {
        return Error(Errc::invalid_argument,
                     fmt::format("SqliteOptions::busy_timeout must be 0 to {} ms.",
                                 std::numeric_limits<int>::max()));
    }
    return {};
}

} // namespace

class SqliteRepository::Implementation {
public:
    static Result<std::unique_ptr<Implementation>> open(std::filesystem::path const& path,
                                                        SqliteOptions const& options) {
        auto counters = std::make_unique<sqlite::Counters>();
        sqlite::Opening const opening{sqlite::utf8_path(path), options, *counters,
                                      sqlite::deadline_after(options.busy_timeout)};
        std::unique_ptr<sqlite::Writer> writer;
        if (!options.read_only) {
            auto opened = sqlite::Writer::open(opening);
            if (!opened) {
                return opened.error();
            }
            writer = *std::move(opened);
        }
        std::vector<std::unique_ptr<sqlite::Reader>> readers;
        while (readers.size() < options.readers) {
            auto reader = sqlite::Reader::open(opening.of_existing());
            if (!reader) {
                return reader.error();
            }
            readers.push_back(*std::move(reader));
        }
        auto pool = std::make_unique<sqlite::ReaderPool>(std::move(readers), *counters);
        auto backups = sqlite::Backups::open(opening.of_existing(), *pool);
        if (!backups) {
            return backups.error();
        }
        return std::unique_ptr<Implementation>(
            new Implementation(path, std::move(counters), std::move(pool), *std::move(backups),
                               std::move(writer), options.synchronous == Synchronous::full));
    }

    [[nodiscard]] std::filesystem::path const& wal() const noexcept { return wal_; }
    [[nodiscard]] sqlite::Counters const& counters() const noexcept { return *counters_; }
    sqlite::ReaderPool::Lease reader() { return readers_->take(); }
    sqlite::Backups& backups() noexcept { return *backups_; }

    /// Fails if the file is only read.
    Result<WriteQueue*> writes() {
        if (!writes_) {
            return sqlite::file_error(
                Errc::storage_failed, sqlite::utf8_path(file_),
                "was opened with SqliteOptions::read_only. Open it without to write.");
        }
        return &*writes_;
    }

private:
    Implementation(std::filesystem::path file, std::unique_ptr<sqlite::Counters> counters,
                   std::unique_ptr<sqlite::ReaderPool> readers,
                   std::unique_ptr<sqlite::Backups> backups, std::unique_ptr<sqlite::Writer> writer,
                   bool merging)
        : file_(std::move(file)), wal_(std::filesystem::path(file_) += "-wal"),
          counters_(std::move(counters)), readers_(std::move(readers)),
          backups_(std::move(backups)) {
        if (writer) {
            writes_.emplace(std::move(writer), merging, *counters_);
        }
    }

    std::filesystem::path const file_;
    std::filesystem::path const wal_;
    std::unique_ptr<sqlite::Counters> const counters_; ///< before the connections, which use it
    std::unique_ptr<sqlite::ReaderPool> const readers_;
    std::unique_ptr<sqlite::Backups> const backups_;
    std::optional<WriteQueue> writes_; ///< none if the file is only read
};

Result<std::unique_ptr<SqliteRepository>> SqliteRepository::open(std::filesystem::path const& file,
                                                                 SqliteOptions const& options) {
    auto const path = absolute_path(file);
    if (!path) {
        return path.error();
    }
    if (auto checked = check_options(options); !checked) {
        return checked.error();
    }
    if (auto checked = check_sqlite(*path); !checked) {
        return checked.error();
    }
    bool const create = options.create && !options.read_only;
    if (auto checked = check_path(*path, create); !checked) {
        return checked.error();
    }
    if (create) {
        sqlite::make_private_file(*path);
    }
    auto implementation = Implementation::open(*path, options);
    if (!implementation) {
        return implementation.error();
    }
    return std::unique_ptr<SqliteRepository>(new SqliteRepository(*std::move(implementation)));
}

SqliteRepository::SqliteRepository(std::unique_ptr<Implementation> implementation)
    : implementation_(std::move(implementation)) {}

SqliteRepository::~SqliteRepository() = default;

Result<SettingsRecordPtr> SqliteRepository::find(ChatbotId const& chatbot_id) const {
    return implementation_->reader()->find(chatbot_id);
}

Result<WriteResults> SqliteRepository::write(std::span<Write const> writes) {
    auto const queue = implementation_->writes();
    return queue ? (*queue)->write(writes) : queue.error();
}

Result<Page> SqliteRepository::list(PageRequest const& request) const {
    if (request.limit == 0) {
        return page_limit_error();
    }
    return implementation_->reader()->list(request);
}

Result<FeedPage> SqliteRepository::changes(std::optional<FeedMark> const& mark,
                                           std::size_t limit) const {
    return implementation_->reader()->changes(mark, limit);
}

Result<std::vector<std::string>> SqliteRepository::check() const {
    return sqlite::check_file(implementation_->reader()->connection());
}

Result<void> SqliteRepository::backup(std::filesystem::path const& destination,
                                      BackupProgress const& progress) const {
    auto const path = absolute_path(destination);
    if (!path) {
        return path.error();
    }
    return implementation_->backups().make(*path, progress);
}

Result<std::size_t> SqliteRepository::purge_erasures(Timestamp before) {
    auto const queue = implementation_->writes();
    if (!queue) {
        return queue.error();
    }
    engine::Purge purge{before};
    std::size_t purged = 0;
    for (;;) {
        auto const some = (*queue)->in_turn([&](sqlite::Writer& writer, engine::Moment came) {
            return writer.purge_some_erasures(purge, came);
        });
        if (!some) {
            return some.error();
        }
        purged += *some;
        if (*some < engine::most_purged_at_once) {
            return purged;
        }
        std::this_thread::sleep_for(sqlite::longest_poll); // for other processes that wait
    }
}

SqliteCounters SqliteRepository::counters() const {
    auto const& now = implementation_->counters();
    std::error_code none;
    auto const wal_bytes = std::filesystem::file_size(implementation_->wal(), none);
    return {now.commits,     now.merged_calls,       now.busy_retries,    now.reader_waits,
            now.checkpoints, now.failed_checkpoints, none ? 0 : wal_bytes};
}

bool sqlite_has_wal_reset_fix() noexcept {
    return sqlite_has_wal_reset_fix(sqlite3_libversion_number());
}

bool sqlite_has_wal_reset_fix(int version) noexcept {
    return version >= 3'051'003 || (version >= 3'050'007 && version < 3'051'000) ||
           (version >= 3'044'006 && version < 3'045'000);
}

Result<void> disable_sqlite_memory_statistics() {
    if (sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) != SQLITE_OK) {
        return Error(Errc::invalid_argument,
                     "SQLite is already in use; turn its statistics off before anything uses it.");
    }
    return {};
}

} // namespace human_support
