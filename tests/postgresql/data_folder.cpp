// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "postgresql/data_folder.hpp"

#include "postgresql/postgresql_programs.hpp"
#include "postgresql/server_user.hpp"
#include "support/temporary_folder.hpp"

#include <sys/ipc.h>
#include <sys/shm.h>

#include <map>
#include <mutex>
#include <set>
#include <sstream>
#include <system_error>
#include <utility>

namespace human_support::tests {

namespace fs = std::filesystem;

namespace {

/// Folders of data that are only copied.
class Templates {
public:
    fs::path const& get(std::string const& encoding, std::string const& locale) {
        std::lock_guard const lock(mutex_);
        auto const [place, is_new] = made_.try_emplace({encoding, locale});
        if (is_new) {
            place->second = folder_ / std::to_string(made_.size());
            give_to_server_user(folder_.path());
            run_as_server_user({postgresql_program("initdb"), "--pgdata", place->second.string(),
                                "--encoding", encoding, "--locale", locale, "--username",
                                "postgres", "--auth", "trust", "--no-sync"},
                               folder_.path());
        }
        return place->second;
    }

private:
    std::mutex mutex_;
    TemporaryFolder folder_;
    std::map<std::pair<std::string, std::string>, fs::path> made_;
};

/// Copies a file, which may be removed at the same time.
void copy_if_there(fs::path const& from, fs::path const& to) {
    std::error_code error;
    fs::copy_file(from, to, error);
    if (error && error != std::errc::no_such_file_or_directory) {
        throw fs::filesystem_error("copying data of a server", from, to, error);
    }
}

} // namespace

void make_data_folder(fs::path const& folder, std::string const& encoding,
                      std::string const& locale) {
    static Templates templates;
    fs::copy(templates.get(encoding, locale), folder, fs::copy_options::recursive);
    give_to_server_user(folder);
}

void copy_used_data_folder(fs::path const& from, fs::path const& to) {
    static std::set<std::string> const not_copied = {"postmaster.pid", "postmaster.opts",
                                                     "pg_dynshmem", "pg_replslot"};
    fs::create_directory(to, from);
    for (auto entry = fs::recursive_directory_iterator(from); entry != fs::end(entry); ++entry) {
        auto const relative = entry->path().lexically_relative(from);
        bool const skipped = not_copied.contains(relative.begin()->string());
        if (entry->is_directory()) {
            fs::create_directory(to / relative, entry->path());
            if (skipped || relative == "pg_wal") { // the standby asks for that
                entry.disable_recursion_pending();
            }
        } else if (!skipped) {
            copy_if_there(entry->path(), to / relative);
        }
    }
    fs::create_directory(to / "pg_wal" / "archive_status");
    give_to_server_user(to);
}

void remove_shared_memory(fs::path const& folder) {
    std::istringstream lines(text_of(folder / "postmaster.pid"));
    std::string line;
    for (int number = 1; number <= 7 && std::getline(lines, line); ++number) {
    }
    std::istringstream key_and_identifier(line);
    long key = 0;
    int identifier = 0;
    if (lines && key_and_identifier >> key >> identifier) {
        shmctl(identifier, IPC_RMID, nullptr);
    }
}

} // namespace human_support::tests
