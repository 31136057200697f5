// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "faults/fault.hpp"

#include <sqlite3.h>

#include <utility>

namespace {

char const* name_of(VfsCall call) {
    switch (call) {
    case VfsCall::open: return "open";
    case VfsCall::remove: return "remove";
    case VfsCall::access: return "access";
    case VfsCall::file_size: return "file size";
    case VfsCall::read: return "read";
    case VfsCall::write: return "write";
    case VfsCall::sync: return "sync";
    case VfsCall::truncate: return "truncate";
    case VfsCall::lock: return "lock";
    case VfsCall::shared_memory: return "shared memory";
    }
    return "unknown";
}

char const* name_of(Cause cause) {
    switch (cause) {
    case Cause::io_error: return "I/O error";
    case Cause::cut_short: return "I/O error halfway";
    case Cause::disk_full: return "disk full";
    case Cause::permission: return "permission";
    case Cause::busy: return "busy";
    }
    return "unknown";
}

} // namespace

int result_code(VfsCall call, Cause cause) {
    switch (cause) {
    case Cause::busy: return SQLITE_BUSY;
    case Cause::permission:
        return call == VfsCall::open || call == VfsCall::shared_memory ? SQLITE_CANTOPEN
                                                                       : SQLITE_PERM;
    case Cause::disk_full:
        return call == VfsCall::shared_memory ? SQLITE_IOERR_SHMSIZE : SQLITE_FULL;
    case Cause::io_error:
    case Cause::cut_short: break;
    }
    switch (call) {
    case VfsCall::open: return SQLITE_CANTOPEN;
    case VfsCall::remove: return SQLITE_IOERR_DELETE;
    case VfsCall::access: return SQLITE_IOERR_ACCESS;
    case VfsCall::file_size: return SQLITE_IOERR_FSTAT;
    case VfsCall::read: return SQLITE_IOERR_READ;
    case VfsCall::write: return SQLITE_IOERR_WRITE;
    case VfsCall::sync: return SQLITE_IOERR_FSYNC;
    case VfsCall::truncate: return SQLITE_IOERR_TRUNCATE;
    case VfsCall::lock: return SQLITE_IOERR_LOCK;
    case VfsCall::shared_memory: return SQLITE_IOERR_SHMMAP;
    }
    return SQLITE_IOERR;
}

std::ostream& operator<<(std::ostream& out, Fault const& fault) {
    return out << name_of(fault.call) << ": " << name_of(fault.cause)
               << (fault.lasts ? ", from then on" : ", once");
}

std::vector<Fault> const& every_fault() {
    static std::vector<Fault> const all = [] {
        // A sync that lacks room is an I/O error to SQLite.
        constexpr std::pair<VfsCall, Cause> pairs[] = {
            {VfsCall::open, Cause::permission},
            {VfsCall::remove, Cause::io_error},
            {VfsCall::access, Cause::io_error},
            {VfsCall::file_size, Cause::io_error},
            {VfsCall::read, Cause::io_error},
            {VfsCall::write, Cause::io_error},
            {VfsCall::write, Cause::cut_short},
            {VfsCall::write, Cause::disk_full},
            {VfsCall::write, Cause::permission},
            {VfsCall::sync, Cause::io_error},
            {VfsCall::truncate, Cause::io_error},
            {VfsCall::lock, Cause::io_error},
            {VfsCall::lock, Cause::permission},
            {VfsCall::lock, Cause::busy},
            {VfsCall::shared_memory, Cause::io_error},
            {VfsCall::shared_memory, Cause::disk_full},
            {VfsCall::shared_memory, Cause::permission},
            {VfsCall::shared_memory, Cause::busy},
        };
        std::vector<Fault> faults;
        for (auto const& [call, cause] : pairs) {
            faults.push_back({call, cause, false});
            faults.push_back({call, cause, true});
        }
        return faults;
    }();
    return all;
}
