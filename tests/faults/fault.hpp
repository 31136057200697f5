// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <ostream>
#include <vector>

/// The kinds of calls that SQLite makes to the system and that may fail. Giving up a lock is none:
/// SQLite does not ask whether it worked.
enum class VfsCall {
    open,
    remove,
    access,
    file_size,
    read,
    write,
    sync,
    truncate,
    lock,
    shared_memory,
};

/// Why a call fails.
enum class Cause {
    io_error,  ///< of a write: nothing is written
    cut_short, ///< of a write: an I/O error after half of it is written
    disk_full, ///< of a write that makes a file grow: half of it is written
    permission,
    busy, ///< another process has the lock
};

/// How a system may fail.
struct Fault {
    VfsCall call;
    Cause cause;
    bool lasts; ///< fails every call of the kind from then on, not only one
};

std::ostream& operator<<(std::ostream& out, Fault const& fault);

/// What the call returns that fails: the code of SQLite's VFS for Unix, if that has one.
int result_code(VfsCall call, Cause cause);

/// Every fault that a system can have, which is not every pair: none lacks room to read. Nor does
/// one lack room to overwrite what is there: file systems that copy on write may, these tests do
/// not.
std::vector<Fault> const& every_fault();
