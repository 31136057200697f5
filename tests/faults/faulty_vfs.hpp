// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "faults/default_vfs.hpp"
#include "faults/fault.hpp"
#include "faults/simulated_disk.hpp"

#include <sqlite3.h>

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>

/// Stands between SQLite and the system until its end, as the VFS that files are opened with
/// (https://www.sqlite.org/vfs.html), and lets calls fail. Syncs go to a simulated disk, and waits
/// take no time.
///
/// Whatever uses SQLite in between ends before it. May be used from several threads.
class FaultyVfs {
public:
    FaultyVfs();
    FaultyVfs(FaultyVfs const&) = delete;
    FaultyVfs& operator=(FaultyVfs const&) = delete;
    ~FaultyVfs() = default;

    /// Lets the nth call of the fault's kind fail, counted from now and from 1.
    void fail(Fault const& fault, int nth);

    /// Lets files grow by so many bytes together, and every further write fail, after as much of it
    /// as there is room for.
    void leave_room(std::size_t bytes);

    /// Lets another process hold the lock of each file that is opened from now on for so long.
    void hold_locks_of_opened_files(std::chrono::milliseconds time);

    /// Lets no call fail any more.
    void heal();

    /// Whether a call has failed since the last `fail` or `leave_room`.
    [[nodiscard]] bool met() const;

    /// Takes the power away before the nth change of the disk, counted from now and from 1: that
    /// call and all later ones fail, and nothing changes any more.
    void cut_power(int nth);

    [[nodiscard]] bool has_power() const;

    /// Power comes back, and the files are what the disk has. No file is open.
    void restore_power(Random& random);

    /// The power was not cut, but the process killed: the files are what it has written.
    void restart_process();

private:
    struct OpenFile;
    struct FileMethods;
    struct Methods;

    int open(char const* path, OpenFile& file, int flags, int* flags_out);
    int remove(char const* path, bool sync_folder);
    int write(OpenFile& file, char const* bytes, int size, sqlite3_int64 offset);
    int truncate(OpenFile& file, sqlite3_int64 size);
    int sync(OpenFile& file);

    /// What `call` returns instead of being made, or `SQLITE_OK`.
    int meet(VfsCall call);
    /// The same, while the mutex is held, for a call that makes a file grow by so many bytes.
    int verdict(VfsCall call, sqlite3_int64 growth = 0);

    /// By how much a write that ends at `new_end` makes the file grow.
    static sqlite3_int64 growth_by(OpenFile& file, sqlite3_int64 new_end);

    DefaultVfs vfs_;

    mutable std::mutex mutex_; ///< guards everything below
    SimulatedDisk disk_;
    std::chrono::milliseconds held_after_open_{0};
    std::optional<Fault> fault_;
    int calls_to_fault_ = 0;
    std::optional<sqlite3_int64> room_; ///< none if there is enough
    bool met_ = false;
    std::optional<int> changes_to_power_cut_;
    bool has_power_ = true;
};
