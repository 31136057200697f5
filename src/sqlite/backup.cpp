// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "backup.hpp"

#include "file_path.hpp"
#include "new_file.hpp"
#include "schema.hpp"
#include "sqlite_error.hpp"

#include <fmt/format.h>

#include <memory>
#include <random>
#include <system_error>

namespace human_support::sqlite {

namespace {

/// Removes a database with what SQLite puts beside it.
void remove_database(std::filesystem::path const& file) {
    for (auto const* suffix : {"", "-journal", "-wal", "-shm"}) {
        std::error_code ignored;
        std::filesystem::remove(std::filesystem::path(file) += suffix, ignored);
    }
}

/// A name beside `destination` that no other backup has. What has it at the end is removed.
class UnfinishedFile {
public:
    explicit UnfinishedFile(std::filesystem::path const& destination)
        : path_(std::filesystem::path(destination) +=
                fmt::format(".incomplete-{:08x}", std::random_device{}())) {}
    UnfinishedFile(UnfinishedFile const&) = delete;
    UnfinishedFile& operator=(UnfinishedFile const&) = delete;
    ~UnfinishedFile() { remove_database(path_); }

    [[nodiscard]] std::filesystem::path const& path() const noexcept { return path_; }

private:
    std::filesystem::path const path_;
};

Error is_there_already(std::filesystem::path const& file) {
    return file_error(Errc::already_exists, utf8_path(file),
                      "is there already. Name a file that is not.");
}

/// Gives the file `from` the name `to`, unless something has that.
Result<void> name_finally(std::filesystem::path const& from, std::filesystem::path const& to) {
    std::error_code error;
    // Unlike a rename, a link never replaces what another process has just made.
    std::filesystem::create_hard_link(from, to, error);
    if (error == std::errc::file_exists) {
        return is_there_already(to);
    }
    if (error) { // as on a file system without links
        std::filesystem::rename(from, to, error);
    }
    if (error) {
        return file_error(Errc::storage_failed, utf8_path(to),
                          "cannot be made: " + error.message() + ". Check its folder.");
    }
    return {};
}

/// Copies page by page (https://www.sqlite.org/backup.html).
Result<void> copy_pages(Connection& from, Connection& to, BackupProgress const& progress) {
    // Keeps SQLite from beginning anew whenever somebody writes.
    auto const transaction = Transaction::read(from);
    if (!transaction) {
        return transaction.error();
    }
    if (auto begun = from.execute("SELECT 1 FROM human_support_store"); !begun) {
        return begun;
    }
    struct Finish {
        void operator()(sqlite3_backup* backup) const noexcept { sqlite3_backup_finish(backup); }
    };
    std::unique_ptr<sqlite3_backup, Finish> const backup(
        sqlite3_backup_init(to.handle(), "main", from.handle(), "main"));
    if (!backup) {
        return error_of(to.handle(), sqlite3_extended_errcode(to.handle()));
    }
    constexpr int pages_at_once = 256;
    int result = SQLITE_OK;
    while (result == SQLITE_OK) {
        result = sqlite3_backup_step(backup.get(), pages_at_once);
        auto const all = static_cast<std::uint64_t>(sqlite3_backup_pagecount(backup.get()));
        auto const left = static_cast<std::uint64_t>(sqlite3_backup_remaining(backup.get()));
        if (progress && (result == SQLITE_OK || result == SQLITE_DONE)) {
            progress(all - left, all);
        }
    }
    if (result != SQLITE_DONE) {
        return error_of(result, to.file(), "cannot be made from '" + from.file() + "'");
    }
    return {};
}

Result<void> copy_file(Connection& from, std::filesystem::path const& to,
                       BackupProgress const& progress) {
    make_private_file(to);
    auto copy = Connection::open_as_it_is(utf8_path(to));
    return copy ? copy_pages(from, *copy, progress) : copy.error();
}

/// Gives the copy in `file` an epoch of its own, durably.
Result<void> stamp(std::filesystem::path const& file) {
    Counters ignored;
    auto copy = Connection::open(utf8_path(file), {.create = false}, ignored);
    return copy ? renew_epoch(*copy) : copy.error();
}

} // namespace

Result<void> back_up(Connection& source, std::filesystem::path const& destination,
                     BackupProgress const& progress) {
    std::error_code ignored;
    if (std::filesystem::exists(std::filesystem::symlink_status(destination, ignored))) {
        return is_there_already(destination);
    }
    // Under its final name the copy never has the epoch of its source, not even for a moment.
    UnfinishedFile const file(destination);
    if (auto copied = copy_file(source, file.path(), progress); !copied) {
        return copied;
    }
    if (auto stamped = stamp(file.path()); !stamped) {
        return stamped;
    }
    if (auto named = name_finally(file.path(), destination); !named) {
        return named;
    }
    // SQLite syncs the folder before a commit, and so makes the new name durable as well.
    auto stamped = stamp(destination);
    if (!stamped) {
        remove_database(destination);
    }
    return stamped;
}

} // namespace human_support::sqlite
