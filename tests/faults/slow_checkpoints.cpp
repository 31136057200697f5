// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "faults/slow_checkpoints.hpp"

#include "faults/passing_methods.hpp"

#include <chrono>
#include <cstddef>
#include <thread>

namespace {

// Long enough before a checkpoint that another one is done meanwhile, and short enough in one that
// only a few commits are.
constexpr std::chrono::milliseconds longest_before{20};
constexpr std::chrono::milliseconds longest_at_begin{2};
constexpr std::chrono::microseconds longest_at_page{100};

} // namespace

struct SlowCheckpoints::OpenFile {
    sqlite3_file base; ///< what SQLite sees
    SlowCheckpoints* slow;
    bool in_checkpoint;
};

/// What SQLite calls with a database file, and with its WAL.
struct SlowCheckpoints::FileMethods : PassingMethods<OpenFile> {
    static int lock_memory(sqlite3_file* file, int offset, int count, int flags) {
        constexpr int checkpoint_lock = 1; // https://www.sqlite.org/walformat.html, section 2.3
        bool const is_checkpoint = offset == checkpoint_lock && count == 1;
        bool const locks = (flags & SQLITE_SHM_LOCK) != 0;
        if (is_checkpoint && locks) {
            of(file).slow->delay(longest_before);
        }
        int const result =
            pass<&sqlite3_io_methods::xShmLock, int, int, int>(file, offset, count, flags);
        if (is_checkpoint && result == SQLITE_OK) {
            of(file).in_checkpoint = locks;
        }
        return result;
    }

    static int write(sqlite3_file* file, void const* bytes, int size, sqlite3_int64 offset) {
        delay_in_checkpoint(file, longest_at_page);
        return pass<&sqlite3_io_methods::xWrite>(file, bytes, size, offset);
    }

    /// A checkpoint that has just read how long the WAL is lets go here of what it had mapped.
    static int unfetch(sqlite3_file* file, sqlite3_int64 /*offset*/, void* /*page*/) {
        delay_in_checkpoint(file, longest_at_begin);
        return SQLITE_OK;
    }

    static void delay_in_checkpoint(sqlite3_file* file, std::chrono::microseconds longest) {
        if (of(file).in_checkpoint) {
            of(file).slow->delay(longest);
        }
    }

    static constexpr sqlite3_io_methods table() {
        auto methods = PassingMethods::table();
        methods.xShmLock = lock_memory;
        methods.xWrite = write;
        methods.xUnfetch = unfetch;
        return methods;
    }
};

SlowCheckpoints::SlowCheckpoints(unsigned seed)
    : vfs_("slow checkpoints", this, sizeof(OpenFile)), random_(seed) {
    vfs_.methods().xOpen = open;
}

int SlowCheckpoints::open(sqlite3_vfs* vfs, char const* path, sqlite3_file* file, int flags,
                          int* flags_out) {
    auto& slow = *static_cast<SlowCheckpoints*>(vfs->pAppData);
    static constexpr auto methods = FileMethods::table();
    return FileMethods::open(slow.vfs_.system(), path, file, flags, flags_out,
                             {{&methods}, &slow, false});
}

void SlowCheckpoints::delay(std::chrono::microseconds longest) {
    auto const time = [&] {
        std::lock_guard const lock(mutex_);
        return random_.up_to(static_cast<std::size_t>(longest.count()));
    }();
    // Waits for nobody: that a call takes long is the fault itself.
    std::this_thread::sleep_for(std::chrono::microseconds(time));
}
