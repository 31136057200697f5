// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "backup.hpp"

#include "file_path.hpp"
#include "new_file.hpp"
#include "schema.hpp"
#include "sqlite_error.hpp"

#include <memory>
#include <system_error>
#include <utility>

namespace human_support::sqlite {

namespace {

/// A file that is removed at the end, with what SQLite puts beside it, unless it is kept.
class UnfinishedFile {
public:
    explicit UnfinishedFile(std::filesystem::path path) : path_(std::move(path)) { remove(); }
    UnfinishedFile(UnfinishedFile const&) = delete;
    UnfinishedFile& operator=(UnfinishedFile const&) = delete;
    ~UnfinishedFile() {
        if (!kept_) {
            remove();
        }
    }

    [[nodiscard]] std::filesystem::path const& path() const noexcept { return path_; }

    Result<void> rename(std::filesystem::path const& to) {
        std::error_code error;
        std::filesystem::rename(path_, to, error);
        if (error) {
            return file_error(Errc::storage_failed, utf8_path(to),
                              "cannot be made: " + error.message() + ". Check its folder.");
        }
        path_ = to;
        return {};
    }

    void keep() noexcept { kept_ = true; }

private:
    void remove() const {
        for (auto const* suffix : {"", "-journal", "-wal", "-shm"}) {
            std::error_code ignored;
            std::filesystem::remove(std::filesystem::path(path_) += suffix, ignored);
        }
    }

    std::filesystem::path path_;
    bool kept_ = false;
};

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
        return file_error(Errc::already_exists, utf8_path(destination),
                          "is there already. Name a file that is not.");
    }
    // Under its final name the copy never has the epoch of its source, not even for a moment.
    UnfinishedFile file(std::filesystem::path(destination) += ".incomplete");
    if (auto copied = copy_file(source, file.path(), progress); !copied) {
        return copied;
    }
    if (auto stamped = stamp(file.path()); !stamped) {
        return stamped;
    }
    if (auto renamed = file.rename(destination); !renamed) {
        return renamed;
    }
    // SQLite syncs the folder before a commit, and so makes the new name durable as well.
    if (auto stamped = stamp(destination); !stamped) {
        return stamped;
    }
    file.keep();
    return {};
}

} // namespace human_support::sqlite
