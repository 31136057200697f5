// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <sqlite3.h>

#include <cstddef>

/// The VFS that files are opened with until its end, in place of the system's
/// (https://www.sqlite.org/vfs.html). All that is not set here is the system's, which does not look
/// at the VFS that it is called with.
///
/// Whatever uses SQLite in between ends before it.
class DefaultVfs {
public:
    /// `owner` is what a call finds in `pAppData`. A file has room for `file_bytes` before what the
    /// system keeps of it.
    DefaultVfs(char const* name, void* owner, std::size_t file_bytes)
        : system_(sqlite3_vfs_find(nullptr)), methods_(*system_) {
        methods_.zName = name;
        methods_.pAppData = owner;
        methods_.szOsFile += static_cast<int>(file_bytes);
        sqlite3_vfs_register(&methods_, 1);
    }
    DefaultVfs(DefaultVfs const&) = delete;
    DefaultVfs& operator=(DefaultVfs const&) = delete;
    ~DefaultVfs() {
        sqlite3_vfs_unregister(&methods_);
        sqlite3_vfs_register(system_, 1);
    }

    [[nodiscard]] sqlite3_vfs* system() const noexcept { return system_; }
    [[nodiscard]] sqlite3_vfs& methods() noexcept { return methods_; }

private:
    sqlite3_vfs* system_;
    sqlite3_vfs methods_;
};
