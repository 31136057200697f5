// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// HUMAN_SUPPORT_CRASHES=N crashes each kind of store N times, and those of slow writers N/20 times.
#include "faults/crash/call_history.hpp"
#include "faults/crash/heard_lines.hpp"
#include "faults/crash/writer_processes.hpp"
#include "support/catch.hpp"
#include "support/foreign_connection.hpp"
#include "support/random_settings.hpp"
#include "support/temporary_folder.hpp"

#include <human_support/sqlite_repository.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <climits>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace human_support;

namespace {

std::size_t crashes() {
    auto const* chosen = std::getenv("HUMAN_SUPPORT_CRASHES");
    return chosen != nullptr ? std::stoul(chosen) : 100;
}

/// Who writes to the store that is crashed.
struct Writers {
    std::size_t processes;
    std::string synchronous; ///< as the writer takes it
    std::string pace;        ///< this, too
};

/// Copies a database that nobody has open, as a crash left it, if it left one. The shared memory,
/// which may be there too, says nothing once all processes are dead.
void copy_database(std::filesystem::path const& from, std::filesystem::path const& to) {
    for (auto const* part : {"", "-wal"}) {
        auto source = from;
        auto destination = to;
        source += part;
        destination += part;
        std::filesystem::remove(destination);
        if (std::filesystem::exists(source)) {
            std::filesystem::copy_file(source, destination);
        }
    }
}

/// A database file that is written to and crashed, again and again.
class CrashedFile {
public:
    CrashedFile(Writers const& writers, Random& random) : writers_(writers), random_(random) {}

    /// Lets new writers write, kills them, and returns what is wrong then, a sentence each.
    CallHistory::Faults crash() {
        heard_.clear();
        CallHistory::Faults faults;
        auto const attempt = [&](auto const& action) {
            try {
                action();
            } catch (std::exception const& failure) {
                faults.emplace_back(failure.what());
            }
        };
        auto before = state_;
        if (writers_.synchronous == "normal") {
            before.mark.epoch = 0; // every opening renews it
        }
        CallHistory history(std::move(before));
        attempt([&] { write_and_kill(history); });
        copy_database(file_, crashed_);
        if (faults.empty()) {
            attempt([&] { faults = check(history); });
        }
        return faults;
    }

    /// Puts the file as the last crash left it, and what the writers told before, to `folder`.
    void save_evidence(std::filesystem::path const& folder) const {
        std::filesystem::create_directories(folder);
        copy_database(crashed_, folder / "crashed.db");
        std::ofstream told(folder / "told.txt");
        for (auto const& line : heard_) {
            told << line << '\n';
        }
    }

private:
    void write_and_kill(CallHistory& history) {
        std::vector<std::vector<std::string>> arguments;
        for (std::size_t i = 0; i < writers_.processes; ++i) {
            arguments.push_back(
                {file_.string(), std::to_string(i), std::to_string(random_.up_to(UINT_MAX)),
                 std::to_string(next_content_), writers_.synchronous, writers_.pace});
            next_content_ += 1'000'000; // more than a process stores before it is killed
        }
        WriterProcesses writers(CRASH_WRITER, arguments);
        // Every fourth crash is early, while the file is opened or just after.
        for (std::size_t i = random_.up_to(random_.up_to(3) == 0 ? 10 : 300); i > 0; --i) {
            hear_line(writers, history);
        }
        if (writers.running() > 1 && random_.coin()) {
            writers.kill(random_.up_to(writers.running() - 1));
            await_progress(writers, history);
        }
        writers.kill_all();
        while (hear_line(writers, history)) {
        }
    }

    /// Hears of something newer than the file holds now, which thus the processes that are left
    /// write.
    void await_progress(WriterProcesses& writers, CallHistory& history) {
        auto const repository = SqliteRepository::open(file_).value();
        auto const mark = repository->changes(std::nullopt, 0).value().mark;
        while (history.last_revision() <= mark.revision) {
            hear_line(writers, history);
        }
    }

    bool hear_line(WriterProcesses& writers, CallHistory& history) {
        auto const line = writers.next_line();
        if (!line) {
            return false;
        }
        heard_.push_back(*line);
        hear(history, *line);
        return true;
    }

    /// Looks at the file itself, or at a copy, so that the next writers find what the crash left.
    CallHistory::Faults check(CallHistory const& history) {
        bool const has_store = state_.mark.epoch != 0;
        auto const looked_at = has_store && random_.coin() ? folder_ / "copy.db" : file_;
        if (looked_at != file_) {
            copy_database(file_, looked_at);
        }
        std::shared_ptr<SqliteRepository> const repository =
            SqliteRepository::open(looked_at).value();
        state_ = read_store(repository);
        auto faults = history.faults(state_);
        for (auto const& fault : repository->check().value()) {
            faults.push_back(fault);
        }
        auto const integrity = ForeignConnection(looked_at).ask("PRAGMA integrity_check");
        if (integrity != "ok") {
            faults.push_back(integrity);
        }
        return faults;
    }

    Writers writers_;
    Random& random_;
    TemporaryFolder folder_;
    std::filesystem::path file_ = folder_ / "settings.db";
    std::filesystem::path crashed_ = folder_ / "crashed.db"; ///< as the last crash left it
    StoreState state_;                                       ///< what the last check found
    std::uint64_t next_content_ = 1;
    std::vector<std::string> heard_; ///< since the last check
};

void crash_repeatedly(Writers const& writers, std::size_t all) {
    Random random;
    INFO("HUMAN_SUPPORT_TEST_SEED=" << random.seed());
    for (std::size_t done = 0; done < all;) {
        CrashedFile file(writers, random);
        // A file lives for some crashes, so that what they leave piles up.
        for (auto lives = 1 + random.up_to(20); lives > 0 && done < all; --lives, ++done) {
            auto const faults = file.crash();
            if (!faults.empty()) {
                auto const evidence = std::filesystem::temp_directory_path() /
                                      fmt::format("human-support-crash-{}", random.seed());
                file.save_evidence(evidence);
                FAIL("After crash " << done << ": " << fmt::format("{}", fmt::join(faults, "; "))
                                    << ". See " << evidence << ".");
            }
        }
    }
}

} // namespace

TEST_CASE("A process that is killed while it writes loses nothing that it was told is stored") {
    crash_repeatedly({1, "full", "steady"}, crashes());
}

TEST_CASE("Three processes that share a file and are killed, one or all, lose nothing") {
    crash_repeatedly({3, "full", "steady"}, crashes());
}

TEST_CASE("A process that does not wait for the disk loses nothing when it is killed") {
    crash_repeatedly({1, "normal", "steady"}, crashes());
}

// Would fail for what SQLite's WAL-reset bug takes (https://www.sqlite.org/wal.html).
TEST_CASE("Three processes that open a file again and again, do slow checkpoints, and are killed, "
          "lose nothing") {
    std::string const synchronous = GENERATE(as<std::string>{}, "full", "normal");
    crash_repeatedly({3, synchronous, "racing"}, (crashes() + 19) / 20);
}
