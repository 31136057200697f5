// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/sqlite_repository.hpp>

#include "schema_versions/kept_files.hpp"
#include "support/catch.hpp"
#include "support/foreign_connection.hpp"
#include "support/sample_record.hpp"
#include "support/temporary_folder.hpp"

#include <sqlite3.h>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

using namespace human_support;

namespace {

/// How far a process gets that opens a file: it is killed at one of the calls that change files, in
/// the middle of it where it writes.
struct Killing {
    int at; ///< the number of the call, from 1
    bool half_written;
};

/// The calls that are left before the process is killed. The process has one thread.
Killing killing{};

[[noreturn]] void die() {
    kill(getpid(), SIGKILL);
    for (;;) {
        pause();
    }
}

/// Calls `change(size)`, and none of it or half of it where the process is to be killed.
template <class Change>
auto unless_killed(std::size_t size, Change change) {
    if (--killing.at > 0) {
        return change(size);
    }
    if (killing.half_written) {
        change(size / 2);
    }
    die();
}

ssize_t write_unless_killed(int file, void const* data, std::size_t size) {
    return unless_killed(size, [&](std::size_t some) { return ::write(file, data, some); });
}

ssize_t pwrite_unless_killed(int file, void const* data, std::size_t size, off_t offset) {
    return unless_killed(size,
                         [&](std::size_t some) { return ::pwrite(file, data, some, offset); });
}

int ftruncate_unless_killed(int file, off_t size) {
    return unless_killed(0, [&](std::size_t) { return ::ftruncate(file, size); });
}

int unlink_unless_killed(char const* path) {
    return unless_killed(0, [&](std::size_t) { return ::unlink(path); });
}

/// Puts `function` in the place of a system call that SQLite makes
/// (https://www.sqlite.org/c3ref/vfs.html).
template <class Function>
void replace_system_call(char const* name, Function* function) {
    auto* const vfs = sqlite3_vfs_find(nullptr);
    vfs->xSetSystemCall(vfs, name, reinterpret_cast<sqlite3_syscall_ptr>(function));
}

/// Opens `file`, which brings it to this version's schema, and closes it, in a process of its own.
/// Returns whether that was killed.
bool is_killed_while_opening(std::filesystem::path const& file, Killing const& when) {
    pid_t const process = fork();
    REQUIRE(process >= 0);
    if (process == 0) {
        killing = when;
        replace_system_call("write", write_unless_killed);
        replace_system_call("pwrite", pwrite_unless_killed);
        replace_system_call("pwrite64", pwrite_unless_killed);
        replace_system_call("ftruncate", ftruncate_unless_killed);
        replace_system_call("unlink", unlink_unless_killed);
        bool const opened = SqliteRepository::open(file).has_value();
        _exit(opened ? 0 : 1);
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

/// Our tables in a file, as SQL, and the version that it says it has.
std::string schema_of(std::filesystem::path const& file) {
    ForeignConnection connection(file);
    auto const tables = connection.ask("SELECT group_concat(sql, ';') FROM sqlite_schema "
                                       "WHERE name LIKE 'human_support_%'");
    return tables.empty() ? ""
                          : tables + connection.ask("SELECT ';' || schema_version || ',' || "
                                                    "oldest_compatible FROM human_support_store");
}

std::string schema_after_opening(std::filesystem::path const& file) {
    REQUIRE(SqliteRepository::open(file));
    return schema_of(file);
}

/// What a file was before it is opened, if there is one.
struct OldFile {
    std::filesystem::path kept; ///< empty if there is none
    std::unique_ptr<MemoryRepository> content;

    void copy_to(std::filesystem::path const& file) const {
        if (!kept.empty()) {
            std::filesystem::copy_file(kept, file);
        }
    }
};

void kill_at_each_step(OldFile const& old) {
    TemporaryFolder const unharmed;
    old.copy_to(unharmed / "settings.db");
    auto const schema_before = schema_of(unharmed / "settings.db");
    auto const schema_after = schema_after_opening(unharmed / "settings.db");
    REQUIRE(schema_before != schema_after);

    int left_old = 0;
    int left_new = 0;
    for (bool const half_written : {false, true}) {
        for (int at = 1;; ++at) {
            INFO("killed at call " << at << (half_written ? ", half done" : ""));
            TemporaryFolder const folder;
            auto const file = folder / "settings.db";
            old.copy_to(file);
            if (!is_killed_while_opening(file, {at, half_written})) {
                break;
            }
            auto const schema = schema_of(file);
            if (schema == schema_before) {
                ++left_old;
            } else {
                REQUIRE(schema == schema_after);
                ++left_new;
            }
            auto const repository = SqliteRepository::open(file).value();
            require_same_content(*repository, *old.content);
            REQUIRE(repository->check().value() == std::vector<std::string>{});
            REQUIRE(store(*repository, sample_record("new")));
            REQUIRE(schema_of(file) == schema_after);
        }
    }
    CHECK(left_old > 0);
    CHECK(left_new > 0);
}

} // namespace

TEST_CASE("A process that is killed while it makes a file leaves no table, or all of them") {
    kill_at_each_step({"", std::make_unique<MemoryRepository>()});
}

TEST_CASE("A process that is killed while it migrates a file leaves the old schema or the new") {
    for (int version = 1; std::filesystem::exists(kept_file(version + 1)); ++version) {
        INFO("from version " << version);
        kill_at_each_step({kept_file(version), kept_content()});
    }
}
