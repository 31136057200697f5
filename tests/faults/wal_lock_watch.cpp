// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "faults/wal_lock_watch.hpp"

#include "faults/passing_methods.hpp"

#include <utility>

namespace {

constexpr int write_lock = 0;
constexpr int checkpoint_lock = 1;

bool covers(int offset, int count, int lock) { return offset <= lock && lock < offset + count; }

/// Empties `act` before it is called, since what it does may come here again.
void call_once(std::function<void()>& act) {
    if (auto const now = std::exchange(act, nullptr)) {
        now();
    }
}

} // namespace

struct WalLockWatch::OpenFile {
    sqlite3_file base; ///< what SQLite sees
    WalLockWatch* watch;
    char const* path; ///< null for a temporary file; SQLite keeps it while the file is open
    bool in_checkpoint;
};

/// What SQLite calls with a file.
struct WalLockWatch::FileMethods : PassingMethods<OpenFile> {
    static int lock_memory(sqlite3_file* file, int offset, int count, int flags) {
        auto& open_file = of(file);
        bool const exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
        bool const unlocks = (flags & SQLITE_SHM_UNLOCK) != 0;
        if (!unlocks) {
            open_file.watch->before_lock();
        }
        int const result =
            pass<&sqlite3_io_methods::xShmLock, int, int, int>(file, offset, count, flags);
        if (exclusive && result == SQLITE_OK) {
            if (unlocks) {
                open_file.watch->unlocked(open_file, offset, count);
            } else {
                open_file.watch->locked(open_file, offset, count);
            }
        }
        return result;
    }

    /// A checkpoint that has just read how long the WAL is lets go here of what it had mapped.
    static int unfetch(sqlite3_file* file, sqlite3_int64 /*offset*/, void* /*page*/) {
        auto& open_file = of(file);
        if (open_file.in_checkpoint) {
            call_once(open_file.watch->in_checkpoint_);
        }
        return SQLITE_OK;
    }

    static constexpr sqlite3_io_methods table() {
        auto methods = PassingMethods::table();
        methods.xShmLock = lock_memory;
        methods.xUnfetch = unfetch;
        return methods;
    }
};

WalLockWatch::WalLockWatch() : vfs_("wal lock watch", this, sizeof(OpenFile)) {
    vfs_.methods().xOpen = open;
}

void WalLockWatch::after_next_write(std::function<void()> act) {
    after_write_ = std::move(act);
    written_ = false;
}

void WalLockWatch::in_next_checkpoint(std::function<void()> act) {
    in_checkpoint_ = std::move(act);
}

int WalLockWatch::open(sqlite3_vfs* vfs, char const* path, sqlite3_file* file, int flags,
                       int* flags_out) {
    auto& watch = *static_cast<WalLockWatch*>(vfs->pAppData);
    static constexpr auto methods = FileMethods::table();
    return FileMethods::open(watch.vfs_.system(), path, file, flags, flags_out,
                             {{&methods}, &watch, path, false});
}

void WalLockWatch::before_lock() {
    if (written_) {
        call_once(after_write_);
    }
}

void WalLockWatch::locked(OpenFile& file, int offset, int count) {
    if (covers(offset, count, write_lock)) {
        ++write_locks_[file.path];
    }
    if (offset == checkpoint_lock && count == 1) { // with others, the WAL is read after a crash
        file.in_checkpoint = true;
        ++checkpoints_;
        unguarded_checkpoints_ += write_locks_[file.path] == 0 ? 1 : 0;
    }
}

void WalLockWatch::unlocked(OpenFile& file, int offset, int count) {
    if (covers(offset, count, write_lock)) {
        --write_locks_[file.path];
        written_ = true;
    }
    if (covers(offset, count, checkpoint_lock)) {
        file.in_checkpoint = false;
    }
}
