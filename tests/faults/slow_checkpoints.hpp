// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "faults/default_vfs.hpp"
#include "support/random_settings.hpp"

#include <sqlite3.h>

#include <chrono>
#include <mutex>

/// Stands between SQLite and the system until its end, as the VFS that files are opened with, and
/// makes checkpoints slow at random, as a busy disk or system does: before one begins, where it has
/// read how long the WAL is, and at each page that it writes.
///
/// Whatever uses SQLite in between ends before it. May be used from several threads.
class SlowCheckpoints {
public:
    explicit SlowCheckpoints(unsigned seed);
    SlowCheckpoints(SlowCheckpoints const&) = delete;
    SlowCheckpoints& operator=(SlowCheckpoints const&) = delete;
    ~SlowCheckpoints() = default;

private:
    struct OpenFile;
    struct FileMethods;

    static int open(sqlite3_vfs* vfs, char const* path, sqlite3_file* file, int flags,
                    int* flags_out);

    void delay(std::chrono::microseconds longest);

    DefaultVfs vfs_;

    std::mutex mutex_; ///< guards what is below
    Random random_;
};
