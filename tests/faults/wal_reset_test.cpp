// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// SQLite's WAL-reset bug (https://www.sqlite.org/wal.html): where a checkpoint has read how long
// the WAL is, and all of that is in the file already, a commit begins the WAL anew, and the
// checkpoint then takes later commits for moved. With an SQLite that has the fix nothing of this
// can be lost, whoever does the checkpoint.
#include <human_support/sqlite_repository.hpp>

#include "faults/sample_store.hpp"
#include "faults/wal_lock_watch.hpp"
#include "support/catch.hpp"
#include "support/foreign_connection.hpp"
#include "support/temporary_folder.hpp"

#include <spawn.h>
#include <sys/wait.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

extern char** environ;

using namespace human_support;

namespace {

/// Moves the WAL into the file after each write, and waits for nobody.
SqliteOptions eager_and_impatient() {
    return {.busy_timeout = std::chrono::milliseconds(0), .readers = 1, .wal_autocheckpoint = 1};
}

/// A file that several write to, and what they were told is stored in it.
class SharedFile {
public:
    [[nodiscard]] WalLockWatch& watch() noexcept { return watch_; }
    [[nodiscard]] std::filesystem::path const& path() const noexcept { return path_; }

    [[nodiscard]] std::unique_ptr<SqliteRepository>
    open(SqliteOptions const& options = eager_and_impatient()) const {
        return SqliteRepository::open(path_, options).value();
    }

    void note(std::string chatbot_id) { stored_.push_back(std::move(chatbot_id)); }

    void write(SqliteRepository& repository, std::string const& chatbot_id) {
        if (store(repository, sample_record(chatbot_id))) {
            note(chatbot_id);
        }
    }

    /// Makes the WAL longer than the writes of a test that come after it.
    void write_much(SqliteRepository& repository, int records = 20) {
        std::vector<Write> batch;
        for (int i = 0; i < records; ++i) {
            batch.push_back(Write::store(longest_record("long-" + std::to_string(i)), Anything{}));
        }
        if (repository.write(batch)) {
            note("long-0");
        }
    }

    /// Lets `act` happen in the next checkpoint of a repository that has just written, when all of
    /// the WAL is in the file because `other` has moved it there. Tells whether it came to that.
    std::shared_ptr<bool const> in_needless_checkpoint(SqliteRepository& other,
                                                       std::function<void()> act) {
        auto met = std::make_shared<bool>(false);
        watch_.after_next_write([this, &other, act = std::move(act), met] {
            write_much(other);
            watch_.in_next_checkpoint([act, met] {
                *met = true;
                act();
            });
        });
        return met;
    }

    void check(SqliteRepository& repository) const {
        for (auto const& chatbot_id : stored_) {
            INFO(chatbot_id);
            auto const found = repository.find(ChatbotId::parse(chatbot_id).value());
            REQUIRE(found);
            REQUIRE(*found);
        }
    }

    void check_closed() const {
        auto const repository = open();
        check(*repository);
        REQUIRE(repository->check().value() == std::vector<std::string>{});
    }

private:
    TemporaryFolder folder_;
    std::filesystem::path path_ = folder_ / "settings.db";
    WalLockWatch watch_;
    std::vector<std::string> stored_;
};

/// Stores a record in another process, which moves the WAL into the file as well, and waits for its
/// end. Returns whether it was told that the record is stored.
bool store_in_other_process(std::filesystem::path const& file, std::string chatbot_id) {
    std::string program = STORE_RECORD_PROGRAM;
    auto database = file.string();
    char* const arguments[] = {program.data(), database.data(), chatbot_id.data(), nullptr};
    pid_t process = 0;
    int status = 0;
    return posix_spawn(&process, program.c_str(), nullptr, nullptr, arguments, environ) == 0 &&
           waitpid(process, &status, 0) == process && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

} // namespace

TEST_CASE("What another repository of the process writes beside a checkpoint is not lost") {
    SharedFile file;
    auto one = file.open();
    auto other = file.open();
    auto const met =
        file.in_needless_checkpoint(*other, [&] { file.write(*other, "in-the-checkpoint"); });
    file.write(*one, "before");
    REQUIRE(*met);
    file.write(*other, "after");
    file.write(*one, "last");
    file.check(*one);
    file.check(*other);
    one.reset();
    other.reset();
    file.check_closed();
}

TEST_CASE("What another process writes beside a checkpoint is not lost") {
    SharedFile file;
    auto one = file.open();
    auto other = file.open();
    auto const write_there = [&](std::string const& chatbot_id) {
        if (store_in_other_process(file.path(), chatbot_id)) {
            file.note(chatbot_id);
        }
    };
    auto const met = file.in_needless_checkpoint(*other, [&] { write_there("in-the-checkpoint"); });
    file.write(*one, "before");
    REQUIRE(*met);
    write_there("after");
    file.check(*one);
    one.reset();
    other.reset();
    file.check_closed();
}

TEST_CASE("What is written while a file with a long WAL is opened is not lost") {
    SharedFile file;
    auto patient = eager_and_impatient();
    patient.wal_autocheckpoint = 1'000'000;
    auto first = file.open(patient);
    auto other = file.open();
    file.write_much(*first, 400);
    REQUIRE(first->counters().wal_bytes > 1'000 * 4'096); // SQLite's own threshold
    auto const met =
        file.in_needless_checkpoint(*other, [&] { file.write(*other, "in-the-checkpoint"); });
    auto options = eager_and_impatient();
    options.synchronous = Synchronous::normal;
    auto opened = file.open(options);
    file.write(*opened, "before");
    REQUIRE(*met); // in the opening or in the write
    file.write(*other, "after");
    file.check(*opened);
    file.check(*other);
    first.reset();
    other.reset();
    opened.reset();
    file.check_closed();
}

TEST_CASE("What a host commits to its own tables beside a checkpoint is not lost") {
    SharedFile file;
    auto const one = file.open();
    auto const other = file.open();
    ForeignConnection host(file.path());
    host.run("PRAGMA wal_autocheckpoint = 0; CREATE TABLE of_host (name TEXT)");
    int rows = 0;
    auto const insert = [&] {
        rows += host.try_to_run("INSERT INTO of_host VALUES ('a')") ? 1 : 0;
    };
    auto const met = file.in_needless_checkpoint(*other, insert);
    file.write(*one, "before");
    REQUIRE(*met);
    insert();
    REQUIRE(rows > 0);
    REQUIRE(host.ask("SELECT count(*) FROM of_host") == std::to_string(rows));
    REQUIRE(ForeignConnection(file.path()).ask("SELECT count(*) FROM of_host") ==
            std::to_string(rows));
    file.check(*one);
}
