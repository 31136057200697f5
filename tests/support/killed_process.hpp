// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "support/catch.hpp"

#include <sqlite3.h>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstddef>
#include <filesystem>

/// A process that is killed while SQLite changes files, in the middle of that where it writes.
namespace killed_process {

/// How far a process gets.
struct Killing {
    int at = 0; ///< the number of the call that changes a file, from 1; none if it is 0
    bool half_written = false;
    std::filesystem::path file = {}; ///< the file whose changes count; empty for those of all
};

/// What is in store for this process. It has one thread.
inline Killing killing;

[[noreturn]] inline void die() {
    kill(getpid(), SIGKILL);
    for (;;) {
        pause();
    }
}

inline bool counts(int file) {
    if (killing.file.empty()) {
        return true;
    }
    struct stat changed {};
    struct stat meant {};
    return ::fstat(file, &changed) == 0 && ::stat(killing.file.c_str(), &meant) == 0 &&
           changed.st_dev == meant.st_dev && changed.st_ino == meant.st_ino;
}

/// Calls `change(size)`, and none of it or half of it where the process is to be killed.
template <class Change>
auto unless_killed(std::size_t size, Change change) {
    if (killing.at == 0 || --killing.at > 0) {
        return change(size);
    }
    if (killing.half_written) {
        change(size / 2);
    }
    die();
}

inline ssize_t write_unless_killed(int file, void const* data, std::size_t size) {
    auto const write = [&](std::size_t some) { return ::write(file, data, some); };
    return counts(file) ? unless_killed(size, write) : write(size);
}

inline ssize_t pwrite_unless_killed(int file, void const* data, std::size_t size, off_t offset) {
    auto const write = [&](std::size_t some) { return ::pwrite(file, data, some, offset); };
    return counts(file) ? unless_killed(size, write) : write(size);
}

inline int ftruncate_unless_killed(int file, off_t size) {
    auto const truncate = [&](std::size_t) { return ::ftruncate(file, size); };
    return counts(file) ? unless_killed(0, truncate) : truncate(0);
}

inline int unlink_unless_killed(char const* path) {
    auto const unlink = [&](std::size_t) { return ::unlink(path); };
    return killing.file.empty() || killing.file == path ? unless_killed(0, unlink) : unlink(0);
}

/// Puts `function` in the place of a system call that SQLite makes
/// (https://www.sqlite.org/c3ref/vfs.html).
template <class Function>
void replace_system_call(char const* name, Function* function) {
    auto* const vfs = sqlite3_vfs_find(nullptr);
    vfs->xSetSystemCall(vfs, name, reinterpret_cast<sqlite3_syscall_ptr>(function));
}

/// Calls `act` in a process of its own, where it sets `killing` once it has prepared. Returns
/// whether that process was killed; if not, `act` has to return true.
template <class Act>
bool is_killed(Act act) {
    pid_t const process = fork();
    REQUIRE(process >= 0);
    if (process == 0) {
        replace_system_call("write", write_unless_killed);
        replace_system_call("pwrite", pwrite_unless_killed);
        replace_system_call("pwrite64", pwrite_unless_killed);
        replace_system_call("ftruncate", ftruncate_unless_killed);
        replace_system_call("unlink", unlink_unless_killed);
        _exit(act() ? 0 : 1);
    }
    int status = 0;
    REQUIRE(waitpid(process, &status, 0) == process);
    if (WIFSIGNALED(status)) {
        REQUIRE(WTERMSIG(status) == SIGKILL);
        return true;
    }
    REQUIRE(WEXITSTATUS(status) == 0);
    return false;
}

} // namespace killed_process
