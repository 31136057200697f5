// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "faults/faulty_vfs.hpp"

#include <algorithm>
#include <filesystem>
#include <thread>

namespace {

bool changes_disk(VfsCall call) {
    return call == VfsCall::write || call == VfsCall::sync || call == VfsCall::truncate ||
           call == VfsCall::remove;
}

} // namespace

/// In memory that SQLite provides, which has room for a file of the system's behind it.
struct FaultyVfs::OpenFile {
    sqlite3_file base; ///< what SQLite sees
    FaultyVfs* vfs;
    char const* path;   ///< null for a temporary file; SQLite keeps it while the file is open
    bool makes_journal; ///< the first sync is one of the folder too, as in SQLite's VFS for Unix
    std::chrono::steady_clock::time_point held_until; ///< by another process

    static OpenFile& of(sqlite3_file* file) { return *reinterpret_cast<OpenFile*>(file); }

    sqlite3_file* system() { return reinterpret_cast<sqlite3_file*>(this + 1); }
    sqlite3_io_methods const& methods() { return *system()->pMethods; }
};

/// What SQLite calls with a file.
struct FaultyVfs::FileMethods {
    /// Makes a call of the system's unless it is to fail.
    template <auto method, class... Arguments>
    static int attempt(VfsCall call, sqlite3_file* file, Arguments... arguments) {
        int const result = OpenFile::of(file).vfs->meet(call);
        return result == SQLITE_OK ? pass<method>(file, arguments...) : result;
    }

    template <auto method, class... Arguments>
    static auto pass(sqlite3_file* file, Arguments... arguments) {
        auto& open_file = OpenFile::of(file);
        return (open_file.methods().*method)(open_file.system(), arguments...);
    }

    static int read(sqlite3_file* file, void* bytes, int size, sqlite3_int64 offset) {
        return attempt<&sqlite3_io_methods::xRead>(VfsCall::read, file, bytes, size, offset);
    }

    static int write(sqlite3_file* file, void const* bytes, int size, sqlite3_int64 offset) {
        auto& open_file = OpenFile::of(file);
        return open_file.vfs->write(open_file, static_cast<char const*>(bytes), size, offset);
    }

    static int truncate(sqlite3_file* file, sqlite3_int64 size) {
        auto& open_file = OpenFile::of(file);
        return open_file.vfs->truncate(open_file, size);
    }

    static int sync(sqlite3_file* file, int /*flags*/) {
        auto& open_file = OpenFile::of(file);
        return open_file.vfs->sync(open_file);
    }

    static int file_size(sqlite3_file* file, sqlite3_int64* size) {
        return attempt<&sqlite3_io_methods::xFileSize>(VfsCall::file_size, file, size);
    }

    static int lock(sqlite3_file* file, int level) {
        if (std::chrono::steady_clock::now() < OpenFile::of(file).held_until) {
            return SQLITE_BUSY;
        }
        return attempt<&sqlite3_io_methods::xLock>(VfsCall::lock, file, level);
    }

    static int check_reserved_lock(sqlite3_file* file, int* held) {
        return attempt<&sqlite3_io_methods::xCheckReservedLock>(VfsCall::lock, file, held);
    }

    static int map_memory(sqlite3_file* file, int region, int size, int extend,
                          void volatile** memory) {
        return attempt<&sqlite3_io_methods::xShmMap>(VfsCall::shared_memory, file, region, size,
                                                     extend, memory);
    }

    static int lock_memory(sqlite3_file* file, int offset, int count, int flags) {
        return (flags & SQLITE_SHM_UNLOCK) != 0
                   ? pass<&sqlite3_io_methods::xShmLock>(file, offset, count, flags)
                   : attempt<&sqlite3_io_methods::xShmLock>(VfsCall::shared_memory, file, offset,
                                                            count, flags);
    }

    /// The second version: without the third's memory-mapped files.
    static constexpr sqlite3_io_methods table() {
        sqlite3_io_methods methods{};
        methods.iVersion = 2;
        methods.xRead = read;
        methods.xWrite = write;
        methods.xTruncate = truncate;
        methods.xSync = sync;
        methods.xFileSize = file_size;
        methods.xLock = lock;
        methods.xCheckReservedLock = check_reserved_lock;
        methods.xShmMap = map_memory;
        methods.xShmLock = lock_memory;
        methods.xClose = pass<&sqlite3_io_methods::xClose>;
        methods.xUnlock = pass<&sqlite3_io_methods::xUnlock, int>;
        methods.xFileControl = pass<&sqlite3_io_methods::xFileControl, int, void*>;
        methods.xSectorSize = pass<&sqlite3_io_methods::xSectorSize>;
        methods.xDeviceCharacteristics = pass<&sqlite3_io_methods::xDeviceCharacteristics>;
        methods.xShmBarrier = pass<&sqlite3_io_methods::xShmBarrier>;
        methods.xShmUnmap = pass<&sqlite3_io_methods::xShmUnmap, int>;
        return methods;
    }
};

/// What SQLite calls with no file yet.
struct FaultyVfs::Methods {
    static FaultyVfs& of(sqlite3_vfs* vfs) { return *static_cast<FaultyVfs*>(vfs->pAppData); }

    static int open(sqlite3_vfs* vfs, char const* path, sqlite3_file* file, int flags,
                    int* flags_out) {
        return of(vfs).open(path, OpenFile::of(file), flags, flags_out);
    }

    static int remove(sqlite3_vfs* vfs, char const* path, int sync_folder) {
        return of(vfs).remove(path, sync_folder != 0);
    }

    static int access(sqlite3_vfs* vfs, char const* path, int flags, int* answer) {
        int const result = of(vfs).meet(VfsCall::access);
        auto* const system = of(vfs).vfs_.system();
        return result == SQLITE_OK ? system->xAccess(system, path, flags, answer) : result;
    }

    /// Says that it slept. Whoever waits for another thread lets that one go on.
    static int sleep(sqlite3_vfs* /*vfs*/, int microseconds) {
        std::this_thread::yield();
        return microseconds;
    }
};

FaultyVfs::FaultyVfs() : vfs_("faulty", this, sizeof(OpenFile)) {
    vfs_.methods().xOpen = Methods::open;
    vfs_.methods().xDelete = Methods::remove;
    vfs_.methods().xAccess = Methods::access;
    vfs_.methods().xSleep = Methods::sleep;
}

void FaultyVfs::fail(Fault const& fault, int nth) {
    std::lock_guard const lock(mutex_);
    fault_ = fault;
    calls_to_fault_ = nth;
    met_ = false;
}

void FaultyVfs::leave_room(std::size_t bytes) {
    std::lock_guard const lock(mutex_);
    room_ = static_cast<sqlite3_int64>(bytes);
    met_ = false;
}

void FaultyVfs::hold_locks_of_opened_files(std::chrono::milliseconds time) {
    std::lock_guard const lock(mutex_);
    held_after_open_ = time;
}

void FaultyVfs::heal() {
    std::lock_guard const lock(mutex_);
    fault_.reset();
    room_.reset();
}

bool FaultyVfs::met() const {
    std::lock_guard const lock(mutex_);
    return met_;
}

void FaultyVfs::cut_power(int nth) {
    std::lock_guard const lock(mutex_);
    changes_to_power_cut_ = nth;
}

bool FaultyVfs::has_power() const {
    std::lock_guard const lock(mutex_);
    return has_power_;
}

void FaultyVfs::restore_power(Random& random) {
    restart_process();
    std::lock_guard const lock(mutex_);
    disk_.lose_power(random);
}

void FaultyVfs::restart_process() {
    std::lock_guard const lock(mutex_);
    changes_to_power_cut_.reset();
    has_power_ = true;
}

int FaultyVfs::meet(VfsCall call) {
    std::lock_guard const lock(mutex_);
    return verdict(call);
}

int FaultyVfs::verdict(VfsCall call, sqlite3_int64 growth) {
    if (changes_to_power_cut_ && changes_disk(call) && --*changes_to_power_cut_ == 0) {
        has_power_ = false;
    }
    if (!has_power_) {
        return result_code(call, Cause::io_error);
    }
    bool const needs_no_room =
        call == VfsCall::write && growth == 0 && fault_ && fault_->cause == Cause::disk_full;
    if (!fault_ || fault_->call != call || needs_no_room) {
        return SQLITE_OK;
    }
    --calls_to_fault_;
    if (calls_to_fault_ > 0 || (calls_to_fault_ < 0 && !fault_->lasts)) {
        return SQLITE_OK;
    }
    met_ = true;
    return result_code(call, fault_->cause);
}

int FaultyVfs::open(char const* path, OpenFile& file, int flags, int* flags_out) {
    file.base.pMethods = nullptr; // tells SQLite not to close a file that was not opened
    std::lock_guard const lock(mutex_);
    if (int const result = verdict(VfsCall::open); result != SQLITE_OK) {
        return result;
    }
    bool const existed = path != nullptr && std::filesystem::exists(path);
    int const result = vfs_.system()->xOpen(vfs_.system(), path, file.system(), flags, flags_out);
    if (result != SQLITE_OK) {
        if (file.system()->pMethods != nullptr) {
            file.methods().xClose(file.system());
        }
        return result;
    }
    static constexpr auto methods = FileMethods::table();
    constexpr int journals = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL;
    bool const makes_journal = (flags & SQLITE_OPEN_CREATE) != 0 && (flags & journals) != 0;
    file = {
        {&methods}, this, path, makes_journal, std::chrono::steady_clock::now() + held_after_open_};
    if (path != nullptr) {
        disk_.opened(path, existed);
    }
    return SQLITE_OK;
}

int FaultyVfs::remove(char const* path, bool sync_folder) {
    std::lock_guard const lock(mutex_);
    if (int const result = verdict(VfsCall::remove); result != SQLITE_OK) {
        return result;
    }
    int const result = vfs_.system()->xDelete(vfs_.system(), path, 0);
    if (result == SQLITE_OK) {
        disk_.removed(path);
    }
    if (result == SQLITE_OK && sync_folder) {
        disk_.folder_synced();
    }
    return result;
}

int FaultyVfs::write(OpenFile& file, char const* bytes, int size, sqlite3_int64 offset) {
    std::lock_guard const lock(mutex_);
    auto const growth = growth_by(file, offset + size);
    int result = verdict(VfsCall::write, growth);
    int allowed = size;
    if (result != SQLITE_OK) {
        bool const begins =
            has_power_ && (fault_->cause == Cause::cut_short || fault_->cause == Cause::disk_full);
        allowed = begins ? size / 2 : 0;
    } else if (room_) {
        auto const lacking = std::max<sqlite3_int64>(0, growth - *room_);
        *room_ -= growth - lacking;
        if (lacking > 0) {
            met_ = true;
            result = SQLITE_FULL;
            allowed = static_cast<int>(std::max<sqlite3_int64>(0, size - lacking));
        }
    }
    if (allowed == 0) {
        return result;
    }
    int const written = file.methods().xWrite(file.system(), bytes, allowed, offset);
    if (written == SQLITE_OK && file.path != nullptr) {
        disk_.wrote(file.path, static_cast<std::size_t>(offset),
                    {bytes, static_cast<std::size_t>(allowed)});
    }
    return written == SQLITE_OK ? result : written;
}

sqlite3_int64 FaultyVfs::growth_by(OpenFile& file, sqlite3_int64 new_end) {
    sqlite3_int64 size = 0;
    file.methods().xFileSize(file.system(), &size);
    return std::max<sqlite3_int64>(0, new_end - size);
}

int FaultyVfs::truncate(OpenFile& file, sqlite3_int64 size) {
    std::lock_guard const lock(mutex_);
    if (int const result = verdict(VfsCall::truncate); result != SQLITE_OK) {
        return result;
    }
    int const result = file.methods().xTruncate(file.system(), size);
    if (result == SQLITE_OK && file.path != nullptr) {
        disk_.truncated(file.path, static_cast<std::size_t>(size));
    }
    return result;
}

int FaultyVfs::sync(OpenFile& file) {
    std::lock_guard const lock(mutex_);
    if (int const result = verdict(VfsCall::sync); result != SQLITE_OK) {
        return result;
    }
    if (file.path != nullptr) {
        disk_.synced(file.path);
    }
    if (file.makes_journal) {
        disk_.folder_synced();
    }
    file.makes_journal = false;
    return SQLITE_OK;
}
