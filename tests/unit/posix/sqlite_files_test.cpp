// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/sqlite_repository.hpp>

#include "support/catch.hpp"
#include "support/sample_record.hpp"
#include "support/temporary_folder.hpp"
#include "support/unprivileged.hpp"

#include <sqlite3.h>

#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace human_support;
using std::filesystem::perms;

namespace {

/// Stands between SQLite and the system until its end, as the VFS that files are opened with, and
/// removes a database file just before a connection opens it.
class RemovalBeforeOpening {
public:
    /// Before the nth opening of `file`, counted from 1.
    RemovalBeforeOpening(std::filesystem::path file, int nth)
        : file_(std::move(file)), openings_left_(nth) {
        vfs_.zName = "removal before opening";
        vfs_.pAppData = this;
        vfs_.xOpen = open;
        sqlite3_vfs_register(&vfs_, 1);
    }
    RemovalBeforeOpening(RemovalBeforeOpening const&) = delete;
    RemovalBeforeOpening& operator=(RemovalBeforeOpening const&) = delete;
    ~RemovalBeforeOpening() {
        sqlite3_vfs_unregister(&vfs_);
        sqlite3_vfs_register(system_, 1);
    }

    /// Whether it came to that.
    [[nodiscard]] bool met() const noexcept { return openings_left_ <= 0; }

private:
    static int open(sqlite3_vfs* vfs, char const* path, sqlite3_file* file, int flags,
                    int* flags_out) {
        auto& self = *static_cast<RemovalBeforeOpening*>(vfs->pAppData);
        if ((flags & SQLITE_OPEN_MAIN_DB) != 0 && --self.openings_left_ == 0) {
            std::filesystem::remove(self.file_);
        }
        return self.system_->xOpen(self.system_, path, file, flags, flags_out);
    }

    std::filesystem::path file_;
    int openings_left_;
    sqlite3_vfs* system_ = sqlite3_vfs_find(nullptr);
    sqlite3_vfs vfs_ = *system_; ///< all but `open` is the system's
};

} // namespace

TEST_CASE("A file whose permissions do not suffice is refused by name") {
    constexpr auto all_read = perms::owner_read | perms::group_read | perms::others_read;
    constexpr auto all_enter = perms::owner_exec | perms::group_exec | perms::others_exec;
    TemporaryFolder const folder;
    auto const file = folder / "settings.db";
    SECTION("one that cannot be read") {
        REQUIRE(store(**SqliteRepository::open(file), sample_record("bot")));
        std::filesystem::permissions(file, perms::none);
        std::filesystem::permissions(folder.path(), perms::all);
    }
    SECTION("one that cannot be written") {
        REQUIRE(store(**SqliteRepository::open(file), sample_record("bot")));
        std::filesystem::permissions(file, all_read);
        std::filesystem::permissions(folder.path(), perms::all);
    }
    SECTION("one in a folder that cannot be written") {
        REQUIRE(store(**SqliteRepository::open(file), sample_record("bot")));
        std::filesystem::permissions(file, perms::all);
        std::filesystem::permissions(folder.path(), all_read | all_enter);
    }
    SECTION("a new one in a folder that cannot be written") {
        std::filesystem::permissions(folder.path(), all_read | all_enter);
    }
    Unprivileged const unprivileged;
    auto const opened = SqliteRepository::open(file);
    REQUIRE_FALSE(opened);
    INFO(opened.error().message());
    REQUIRE(opened.error().code() == Errc::storage_failed);
    REQUIRE(opened.error().message().find(file.string()) != std::string::npos);
}

TEST_CASE("A name that is special to SQLite names a file like any other") {
    TemporaryFolder const folder;
    auto const name = GENERATE(as<std::string>{}, ":memory:", "file:x?mode=memory");
    auto const before = std::filesystem::current_path();
    std::filesystem::current_path(folder.path());
    bool const opened = SqliteRepository::open(name).has_value();
    std::filesystem::current_path(before);
    REQUIRE(opened);
    REQUIRE(std::filesystem::exists(folder / name));
}

TEST_CASE("A file that was deleted or replaced while it was open is not written any more") {
    TemporaryFolder const folder;
    auto const file = folder / "settings.db";
    auto const repository = SqliteRepository::open(file).value();
    REQUIRE(store(*repository, sample_record("before")));
    SECTION("deleted") { std::filesystem::remove(file); }
    SECTION("moved") { std::filesystem::rename(file, folder / "moved.db"); }
    SECTION("replaced") {
        std::filesystem::remove(file);
        REQUIRE(SqliteRepository::open(folder / "other.db"));
        std::filesystem::rename(folder / "other.db", file);
    }
    auto const refused = store(*repository, sample_record("after"));
    REQUIRE_FALSE(refused);
    REQUIRE(refused.error().code() == Errc::storage_failed);
    REQUIRE(refused.error().message() ==
            "'" + file.string() +
                "' was moved or deleted while it was open. Put it back, then open it again.");
    REQUIRE(*repository->find(sample_record("before").chatbot_id) != nullptr);
}

TEST_CASE("What a file that was deleted or replaced held can still be copied, but by nobody else") {
    TemporaryFolder const folder;
    auto const file = folder / "settings.db";
    auto const repository = SqliteRepository::open(file, {.readers = 1}).value();
    REQUIRE(store(*repository, sample_record("bot")));
    std::filesystem::remove(file);
    SECTION("deleted") {}
    SECTION("replaced") {
        REQUIRE(SqliteRepository::open(folder / "other.db"));
        std::filesystem::rename(folder / "other.db", file);
    }
    Result<void> meanwhile;
    REQUIRE(repository->backup(folder / "copy.db", [&](std::uint64_t, std::uint64_t) {
        meanwhile = repository->backup(folder / "second.db");
    }));
    REQUIRE(meanwhile == Errc::storage_failed);
    REQUIRE_FALSE(std::filesystem::exists(folder / "second.db"));
    REQUIRE(repository->backup(folder / "third.db"));
    for (auto const* name : {"copy.db", "third.db"}) {
        auto const copy = SqliteRepository::open(folder / name, {.create = false}).value();
        REQUIRE(copy->find(sample_record("bot").chatbot_id).value() != nullptr);
    }
}

TEST_CASE("A file that is deleted while it is opened is refused by name, and not made again") {
    constexpr int connections = 2 + 3; // readers; those that write, checkpoint and back up
    bool const existed = GENERATE(true, false);
    for (int nth = 2; nth <= connections; ++nth) { // the first one may make the file
        INFO("before connection " << nth << (existed ? " to an old file" : " to a new file"));
        TemporaryFolder const folder;
        auto const file = folder / "settings.db";
        if (existed) {
            REQUIRE(SqliteRepository::open(file));
        }
        RemovalBeforeOpening removal(file, nth);
        auto const refused = SqliteRepository::open(file, {.readers = 2});
        REQUIRE(removal.met());
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code() == Errc::storage_failed);
        CHECK(refused.error().message().find(file.string()) != std::string::npos);
        CHECK_FALSE(std::filesystem::exists(file));
    }
}

TEST_CASE("Reading from a file that was deleted while it was open makes no new file") {
    TemporaryFolder const folder;
    auto const file = folder / "settings.db";
    auto const repository = SqliteRepository::open(file, {.readers = 4}).value();
    REQUIRE(store(*repository, sample_record("bot")));
    std::filesystem::remove(file);
    std::vector<std::thread> threads;
    std::atomic<int> found = 0;
    for (int i = 0; i < 16; ++i) {
        threads.emplace_back([&] {
            for (int reads = 0; reads < 50; ++reads) {
                auto const record = repository->find(sample_record("bot").chatbot_id);
                found += record && *record ? 1 : 0;
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    REQUIRE(found == 16 * 50);
    REQUIRE_FALSE(std::filesystem::exists(file));
}

TEST_CASE("New files are for their owner only, with any umask") {
    TemporaryFolder const folder;
    auto const before = ::umask(0);
    auto const repository = SqliteRepository::open(folder / "settings.db").value();
    auto const stored = store(*repository, sample_record("bot"));
    auto const backed_up = repository->backup(folder / "copy.db");
    ::umask(before);
    REQUIRE(stored);
    REQUIRE(backed_up);
    for (auto const* name : {"settings.db", "settings.db-wal", "settings.db-shm", "copy.db"}) {
        INFO(name);
        REQUIRE(std::filesystem::status(folder / name).permissions() ==
                (perms::owner_read | perms::owner_write));
    }
}

TEST_CASE("A new file that links lead to is for its owner only") {
    TemporaryFolder const folder;
    std::filesystem::create_directory(folder / "data");
    std::filesystem::create_symlink("data/link", folder / "settings.db");
    std::filesystem::create_symlink("target.db", folder / "data/link");
    auto const before = ::umask(0);
    auto const opened = SqliteRepository::open(folder / "settings.db");
    ::umask(before);
    REQUIRE(opened);
    REQUIRE(std::filesystem::status(folder / "data/target.db").permissions() ==
            (perms::owner_read | perms::owner_write));
}

TEST_CASE("Links that lead in a circle are refused") {
    TemporaryFolder const folder;
    std::filesystem::create_symlink("settings.db", folder / "settings.db");
    REQUIRE(SqliteRepository::open(folder / "settings.db") == Errc::storage_failed);
}

TEST_CASE("A file that is there keeps its permissions") {
    TemporaryFolder const folder;
    auto const file = folder / "settings.db";
    std::ofstream(file).close();
    std::filesystem::permissions(file, perms::owner_read | perms::owner_write | perms::group_read);
    REQUIRE(SqliteRepository::open(file));
    REQUIRE(std::filesystem::status(file).permissions() ==
            (perms::owner_read | perms::owner_write | perms::group_read));
}

TEST_CASE("A WAL that is gone counts as empty") {
    TemporaryFolder const folder;
    auto const repository = SqliteRepository::open(folder / "settings.db").value();
    REQUIRE(repository->counters().wal_bytes > 0);
    std::filesystem::remove(folder / "settings.db-wal");
    REQUIRE(repository->counters().wal_bytes == 0);
}

TEST_CASE("A file system that cannot share memory, which the WAL needs, is refused") {
    // SQLite's VFS for such file systems takes the place of the usual one.
    sqlite3_vfs* const usual = sqlite3_vfs_find(nullptr);
    sqlite3_vfs_register(sqlite3_vfs_find("unix-dotfile"), 1);
    TemporaryFolder const folder;
    auto const refused = SqliteRepository::open(folder / "settings.db");
    sqlite3_vfs_register(usual, 1);
    REQUIRE(refused.error().code() == Errc::storage_failed);
    REQUIRE(refused.error().message().find(
                "settings.db' cannot be switched to WAL mode. Keep it on a local disk.") !=
            std::string::npos);
}

TEST_CASE("Without a current folder, a relative path is refused, and nothing is thrown") {
    TemporaryFolder const folder;
    auto const repository = SqliteRepository::open(folder / "settings.db").value();
    auto const before = std::filesystem::current_path();
    std::filesystem::create_directory(folder / "deleted");
    std::filesystem::current_path(folder / "deleted");
    std::filesystem::remove(folder / "deleted");

    auto const opened = SqliteRepository::open("settings.db");
    auto const copied = repository->backup("copy.db");
    auto const opened_whole = SqliteRepository::open(folder / "settings.db");
    auto const copied_whole = repository->backup(folder / "copy.db");
    std::filesystem::current_path(before);

    CHECK(opened == Errc::storage_failed);
    CHECK(copied == Errc::storage_failed);
    CHECK(opened_whole.has_value());
    CHECK(copied_whole.has_value());
}
