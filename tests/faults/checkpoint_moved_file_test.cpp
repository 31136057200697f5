// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/sqlite_repository.hpp>

#include "faults/wal_lock_watch.hpp"
#include "support/catch.hpp"
#include "support/foreign_connection.hpp"
#include "support/sample_record.hpp"
#include "support/temporary_folder.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

using namespace human_support;

namespace {

/// A store whose file is moved away and put back, and of which every write does a checkpoint.
class MovedFile {
public:
    MovedFile() : repository_(open()) { REQUIRE(store(*repository_, sample_record("first"))); }

    [[nodiscard]] WalLockWatch& watch() noexcept { return watch_; }
    [[nodiscard]] std::filesystem::path const& path() const noexcept { return path_; }
    [[nodiscard]] SqliteRepository& repository() noexcept { return *repository_; }

    void move_away() noexcept {
        std::error_code error;
        std::filesystem::rename(path_, elsewhere_, error);
        is_away_ = !error;
    }

    [[nodiscard]] bool is_away() const noexcept { return is_away_; }

    void check_refuses_writes() {
        auto const before = repository_->counters();
        REQUIRE(store(*repository_, sample_record("refused")) == Errc::storage_failed);
        REQUIRE(repository_->counters().failed_checkpoints == before.failed_checkpoints);
        REQUIRE(*repository_->find(sample_record("last").chatbot_id));
    }

    void check_put_back() {
        std::filesystem::rename(elsewhere_, path_);
        REQUIRE(store(*repository_, sample_record("back")));
        REQUIRE(repository_->counters().failed_checkpoints == 0);
        repository_.reset();
        repository_ = open();
        for (auto const* chatbot_id : {"first", "last", "back"}) {
            INFO(chatbot_id);
            REQUIRE(*repository_->find(sample_record(chatbot_id).chatbot_id));
        }
        REQUIRE_FALSE(*repository_->find(sample_record("refused").chatbot_id));
        REQUIRE(repository_->check().value() == std::vector<std::string>{});
    }

private:
    [[nodiscard]] std::unique_ptr<SqliteRepository> open() const {
        return SqliteRepository::open(path_, {.busy_timeout = std::chrono::milliseconds(0),
                                              .readers = 1,
                                              .wal_autocheckpoint = 1})
            .value();
    }

    TemporaryFolder folder_;
    std::filesystem::path path_ = folder_ / "settings.db";
    std::filesystem::path elsewhere_ = folder_ / "elsewhere.db";
    WalLockWatch watch_;
    std::unique_ptr<SqliteRepository> repository_;
    bool is_away_ = false;
};

} // namespace

TEST_CASE("A file that is moved in a checkpoint loses nothing, and is written again once it is "
          "back") {
    MovedFile file;
    file.watch().in_next_checkpoint([&] { file.move_away(); });
    REQUIRE(store(file.repository(), sample_record("last")));
    REQUIRE(file.is_away());
    REQUIRE(file.repository().counters().failed_checkpoints == 0);
    file.check_refuses_writes();
    REQUIRE_FALSE(std::filesystem::exists(file.path()));
    file.check_put_back();
}

TEST_CASE("A checkpoint that is due when its file is moved makes no file, and changes no other") {
    MovedFile file;
    ForeignConnection host(file.path());
    bool holds = false;
    file.watch().after_next_write([&] { holds = host.try_to_run("BEGIN IMMEDIATE"); });
    REQUIRE(store(file.repository(), sample_record("last"))); // and leaves the checkpoint
    REQUIRE(holds);
    host.run("ROLLBACK");
    file.move_away();
    REQUIRE(file.is_away());
    SECTION("where nothing takes its place") {
        file.check_refuses_writes();
        REQUIRE_FALSE(std::filesystem::exists(file.path()));
    }
    SECTION("where another file takes its place") {
        auto const other = std::string(100, 'x');
        std::ofstream(file.path()) << other;
        file.check_refuses_writes();
        std::ifstream read(file.path());
        REQUIRE(std::string(std::istreambuf_iterator<char>(read), {}) == other);
    }
    file.check_put_back();
}
