// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "backup.hpp"

#include "file_path.hpp"
#include "folder_check.hpp"
#include "new_file.hpp"
#include "schema.hpp"
#include "sqlite_error.hpp"

#include <fmt/format.h>

#include <array>
#include <memory>
#include <random>
#include <system_error>

namespace human_support::sqlite {

namespace {

/// Removes a database in its destructor, with the files that SQLite puts beside it, if that is
/// wanted.
class Removal {
public:
    explicit Removal(std::filesystem::path const& file)
        : files_{file, add(file, "-journal"), add(file, "-wal"), add(file, "-shm")} {}
    Removal(Removal const&) = delete;
    Removal& operator=(Removal const&) = delete;
    ~Removal() {
        for (auto const& file : files_) {
            std::error_code ignored;
            if (wanted_) {
                std::filesystem::remove(file, ignored);
            }
        }
    }

    void want(bool wanted) noexcept { wanted_ = wanted; }

private:
    static std::filesystem::path add(std::filesystem::path file, char const* suffix) {
        return file += suffix;
    }

    std::array<std::filesystem::path, 4> const
        files_; ///< made at the beginning, so that removing needs no memory
    bool wanted_ = false;
};

/// Returns a name beside `destination` that no other backup has.
std::filesystem::path unfinished(std::filesystem::path const& destination) {
    return std::filesystem::path(destination) +=
           fmt::format(".incomplete-{:08x}", std::random_device{}());
}

Error is_there_already(std::filesystem::path const& file) {
    return file_error(Errc::already_exists, utf8_path(file),
                      "already exists. Choose another name.");
}

/// Gives the file `from` the name `to`, unless something else has this name.
Result<void> name_finally(std::filesystem::path const& from, std::filesystem::path const& to) {
    std::error_code error;
    // Unlike a rename, a link never replaces a file that another process has just created.
    std::filesystem::create_hard_link(from, to, error);
    if (error == std::errc::file_exists) {
        return is_there_already(to);
    }
    if (error) { // such as on a file system without links
        std::filesystem::rename(from, to, error);
    }
    if (error) {
        return file_error(Errc::storage_failed, utf8_path(to),
                          "cannot be created: " + error.message() + ". Check its folder.");
    }
    return {};
}

/// Copies page by page (https://www.sqlite.org/backup.html).
Result<void> copy_pages(Connection& from, Connection& to, BackupProgress const& progress) {
    // Keeps SQLite from beginning again whenever somebody writes.
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
    for (;;) {
        int const result = sqlite3_backup_step(backup.get(), pages_at_once);
        if (result != SQLITE_OK && result != SQLITE_DONE) {
            return error_of(result, to.file(), "cannot be copied from '" + from.file() + "'");
        }
        auto const all = static_cast<std::uint64_t>(sqlite3_backup_pagecount(backup.get()));
        auto const left = static_cast<std::uint64_t>(sqlite3_backup_remaining(backup.get()));
        if (progress) {
            progress(all - left, all);
        }
        if (result == SQLITE_DONE) {
            return from.check_unchanged();
        }
    }
}

Result<void> copy_file(Connection& from, std::filesystem::path const& to,
                       BackupProgress const& progress) {
    make_private_file(to);
    auto copy = Connection::open_as_it_is(utf8_path(to));
    return copy ? copy_pages(from, *copy, progress) : copy.error();
}

/// Gives the copy of `source` in `file` its own epoch, durably.
Result<void> stamp(std::filesystem::path const& file, Connection& source) {
    Counters ignored;
    auto copy =
        Connection::open({utf8_path(file), {.create = false}, ignored, source.new_deadline()});
    auto const stamped = copy ? renew_epoch(*copy) : copy.error();
    // An error of the copy may come from damage in the source.
    return stamped ? stamped
                   : file_error(stamped.error().code(), source.file(),
                                "cannot be copied: " + stamped.error().message());
}

/// Copies the file of `source`.
Result<void> back_up(Connection& source, std::filesystem::path const& destination,
                     BackupProgress const& progress) {
    std::error_code ignored;
    if (std::filesystem::exists(std::filesystem::symlink_status(destination, ignored))) {
        return is_there_already(destination);
    }
    if (auto checked = check_folder(destination); !checked) {
        return checked;
    }
    auto const file = unfinished(destination);
    Removal remove_file(file);
    Removal remove_destination(destination);
    remove_file.want(true);
    if (auto copied = copy_file(source, file, progress); !copied) {
        return copied;
    }
    // Under its final name the copy never has the epoch of its source, not even for a moment.
    if (auto stamped = stamp(file, source); !stamped) {
        return stamped;
    }
    if (auto named = name_finally(file, destination); !named) {
        return named;
    }
    remove_destination.want(true);
    // SQLite syncs the folder before a commit, and so makes the new name durable as well.
    if (auto stamped = stamp(destination, source); !stamped) {
        return stamped;
    }
    remove_destination.want(false);
    return {};
}

} // namespace

/// A connection that goes back when the backup ends, also by an exception of the host's.
class Backups::Source {
public:
    Source(Backups& backups, Connection connection)
        : backups_(backups), connection_(std::move(connection)) {
        connection_.begin_call();
    }
    Source(Source const&) = delete;
    Source& operator=(Source const&) = delete;
    ~Source() {
        std::lock_guard const lock(backups_.mutex_);
        if (!backups_.idle_) {
            backups_.idle_ = std::move(connection_);
        }
    }

    [[nodiscard]] Connection& connection() noexcept { return connection_; }

private:
    Backups& backups_;
    Connection connection_;
};

Result<std::unique_ptr<Backups>> Backups::open(Opening const& opening, ReaderPool& readers) {
    auto connection = Connection::open(opening);
    if (!connection) {
        return connection.error();
    }
    return std::unique_ptr<Backups>(new Backups(opening, *std::move(connection), readers));
}

Result<void> Backups::make(std::filesystem::path const& destination,
                           BackupProgress const& progress) {
    auto connection = take();
    if (!connection) {
        return connection.error();
    }
    Source source(*this, *std::move(connection));
    return back_up(source.connection(), destination, progress);
}

Result<Connection> Backups::take() {
    {
        std::lock_guard const lock(mutex_);
        if (idle_) {
            return *std::exchange(idle_, std::nullopt);
        }
    }
    // Another file in its place would share its WAL.
    if (auto there = readers_.take()->connection().check_not_moved(); !there) {
        return there.error();
    }
    auto opening = opening_;
    opening.deadline = deadline_after(opening.options.busy_timeout);
    return Connection::open(opening);
}

} // namespace human_support::sqlite
