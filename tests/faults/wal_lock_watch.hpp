// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "faults/default_vfs.hpp"

#include <sqlite3.h>

#include <functional>
#include <map>
#include <string>

/// Stands between SQLite and the system until its end, as the VFS that files are opened with, sees
/// who takes the WAL's locks (https://www.sqlite.org/walformat.html, section 2.3), and lets others
/// act at moments that threads and processes meet by chance alone.
///
/// Whatever uses SQLite in between ends before it. For one thread.
class WalLockWatch {
public:
    WalLockWatch();
    WalLockWatch(WalLockWatch const&) = delete;
    WalLockWatch& operator=(WalLockWatch const&) = delete;
    ~WalLockWatch() = default;

    /// Calls `act` once, after the next transaction that writes, before anybody takes a lock again.
    /// It must not throw, since SQLite is its caller.
    void after_next_write(std::function<void()> act);

    /// Calls `act` once, in the next checkpoint: that has read how long the WAL is, and not yet how
    /// much of it is in the file already. It must not throw either.
    void in_next_checkpoint(std::function<void()> act);

    /// How many checkpoints there were.
    [[nodiscard]] int checkpoints() const noexcept { return checkpoints_; }

    /// How many of them began while no connection of this process held the file's write lock.
    [[nodiscard]] int unguarded_checkpoints() const noexcept { return unguarded_checkpoints_; }

private:
    struct OpenFile;
    struct FileMethods;

    static int open(sqlite3_vfs* vfs, char const* path, sqlite3_file* file, int flags,
                    int* flags_out);

    void before_lock();
    void locked(OpenFile& file, int offset, int count);
    void unlocked(OpenFile& file, int offset, int count);

    DefaultVfs vfs_;
    std::function<void()> after_write_;
    std::function<void()> in_checkpoint_;
    bool written_ = false;                   ///< since `after_write_` was set
    std::map<std::string, int> write_locks_; ///< held, by the file's path
    int checkpoints_ = 0;
    int unguarded_checkpoints_ = 0;
};
