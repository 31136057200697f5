// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/sqlite_repository.hpp>

#include "faults/sample_store.hpp"
#include "support/catch.hpp"
#include "support/killed_process.hpp"
#include "support/temporary_folder.hpp"

#include <filesystem>
#include <string>
#include <vector>

using namespace human_support;

namespace {

std::vector<SettingsRecord> records_in_checkpoint() {
    std::vector<SettingsRecord> records;
    for (int i = 0; i < 4; ++i) {
        records.push_back(longest_record("bot-" + std::to_string(i)));
    }
    return records;
}

/// Fills the WAL, and moves it into the file, in a process that is killed at the nth change of that
/// file. Returns whether it came to that.
bool is_killed_in_checkpoint(std::filesystem::path const& file, int nth, bool half_written) {
    return killed_process::is_killed([&] {
        auto const without_checkpoints =
            SqliteRepository::open(file, {.wal_autocheckpoint = 1'000'000}).value();
        for (auto const& record : records_in_checkpoint()) {
            store(*without_checkpoints, record).value();
        }
        auto const eager = SqliteRepository::open(file, {.wal_autocheckpoint = 1}).value();
        killed_process::killing = {nth, half_written, file};
        store(*eager, sample_record("last")).value();
        _exit(eager->counters().checkpoints == 1 ? 0 : 1);
        return false;
    });
}

} // namespace

TEST_CASE("A process that is killed in the middle of a checkpoint loses nothing") {
    bool const half_written = GENERATE(false, true);
    int nth = 1;
    for (;; ++nth) {
        INFO("killed at change " << nth << (half_written ? ", half done" : ""));
        TemporaryFolder const folder;
        auto const file = folder / "settings.db";
        bool const killed = is_killed_in_checkpoint(file, nth, half_written);
        auto const repository = SqliteRepository::open(file, {.wal_autocheckpoint = 1}).value();
        auto expected = records_in_checkpoint();
        expected.push_back(sample_record("last")); // the checkpoint came after its commit
        for (auto const& record : expected) {
            auto const found = repository->find(record.chatbot_id).value();
            REQUIRE(found);
            REQUIRE(found->settings == record.settings);
        }
        REQUIRE(repository->check().value() == std::vector<std::string>{});
        REQUIRE(store(*repository, sample_record("new")).value() ==
                static_cast<Revision>(expected.size() + 1));
        REQUIRE(repository->counters().checkpoints == 1);
        if (!killed) {
            break;
        }
    }
    REQUIRE(nth > 20); // pages of the file, which the checkpoint writes one by one
}
