// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <sqlite3.h>

/// What SQLite calls with a file (https://www.sqlite.org/c3ref/io_methods.html), for a VFS of which
/// some calls do more than pass on to the system's.
///
/// An `OpenFile` begins with the `sqlite3_file` that SQLite sees. It is in memory that SQLite
/// provides, and the system's file is behind it.
template <class OpenFile>
struct PassingMethods {
    static OpenFile& of(sqlite3_file* file) { return *reinterpret_cast<OpenFile*>(file); }

    static sqlite3_file* system(sqlite3_file* file) {
        return reinterpret_cast<sqlite3_file*>(&of(file) + 1);
    }

    template <auto method, class... Arguments>
    static auto pass(sqlite3_file* file, Arguments... arguments)
        -> decltype((system(file)->pMethods->*method)(system(file), arguments...)) {
        return (system(file)->pMethods->*method)(system(file), arguments...);
    }

    /// Opens a file of `vfs`, the system's; `opened` is what it is if that succeeds.
    static int open(sqlite3_vfs* vfs, char const* path, sqlite3_file* file, int flags,
                    int* flags_out, OpenFile const& opened) {
        of(file).base.pMethods = nullptr; // tells SQLite not to close a file that was not opened
        int const result = vfs->xOpen(vfs, path, system(file), flags, flags_out);
        if (result == SQLITE_OK) {
            of(file) = opened;
        }
        return result;
    }

    static constexpr sqlite3_io_methods table() {
        sqlite3_io_methods methods{};
        methods.iVersion = 3;
        methods.xClose = pass<&sqlite3_io_methods::xClose>;
        methods.xRead = pass<&sqlite3_io_methods::xRead, void*, int, sqlite3_int64>;
        methods.xWrite = pass<&sqlite3_io_methods::xWrite, void const*, int, sqlite3_int64>;
        methods.xTruncate = pass<&sqlite3_io_methods::xTruncate, sqlite3_int64>;
        methods.xSync = pass<&sqlite3_io_methods::xSync, int>;
        methods.xFileSize = pass<&sqlite3_io_methods::xFileSize, sqlite3_int64*>;
        methods.xLock = pass<&sqlite3_io_methods::xLock, int>;
        methods.xUnlock = pass<&sqlite3_io_methods::xUnlock, int>;
        methods.xCheckReservedLock = pass<&sqlite3_io_methods::xCheckReservedLock, int*>;
        methods.xFileControl = pass<&sqlite3_io_methods::xFileControl, int, void*>;
        methods.xSectorSize = pass<&sqlite3_io_methods::xSectorSize>;
        methods.xDeviceCharacteristics = pass<&sqlite3_io_methods::xDeviceCharacteristics>;
        methods.xShmMap = pass<&sqlite3_io_methods::xShmMap, int, int, int, void volatile**>;
        methods.xShmLock = pass<&sqlite3_io_methods::xShmLock, int, int, int>;
        methods.xShmBarrier = pass<&sqlite3_io_methods::xShmBarrier>;
        methods.xShmUnmap = pass<&sqlite3_io_methods::xShmUnmap, int>;
        methods.xFetch = fetch;
        methods.xUnfetch = unfetch;
        return methods;
    }

private:
    /// No file is mapped into memory.
    static int fetch(sqlite3_file* /*file*/, sqlite3_int64 /*offset*/, int /*size*/, void** page) {
        *page = nullptr;
        return SQLITE_OK;
    }

    static int unfetch(sqlite3_file* /*file*/, sqlite3_int64 /*offset*/, void* /*page*/) {
        return SQLITE_OK;
    }
};
