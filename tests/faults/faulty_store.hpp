// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "faults/acknowledged_writes.hpp"
#include "faults/faulty_vfs.hpp"
#include "support/temporary_folder.hpp"

#include <human_support/sqlite_repository.hpp>

#include <filesystem>
#include <memory>
#include <span>

/// A store in a file of its own whose system fails on demand, and what it must hold.
class FaultyStore {
public:
    /// The file is not there yet.
    explicit FaultyStore(human_support::SqliteOptions const& options = quick_options());

    /// One reader, and hardly any wait for locks.
    static human_support::SqliteOptions quick_options();

    [[nodiscard]] FaultyVfs& system() noexcept { return system_; }
    [[nodiscard]] std::filesystem::path const& file() const noexcept { return file_; }
    [[nodiscard]] AcknowledgedWrites& expected() noexcept { return expected_; }

    /// Beside the store's file, and not there yet.
    [[nodiscard]] std::filesystem::path backup_file() const { return folder_ / "backup.db"; }

    human_support::Result<void> open();
    void close() { repository_.reset(); }

    /// Closes the store without a further change to any file, as a process ends that is killed.
    void kill();
    [[nodiscard]] bool is_open() const noexcept { return repository_ != nullptr; }

    /// The repository, which is open.
    [[nodiscard]] human_support::SqliteRepository& repository() noexcept { return *repository_; }

    /// Does the batch and notes what is to be expected of it.
    human_support::Result<human_support::WriteResults>
    write(std::span<human_support::Write const> batch);
    human_support::Result<human_support::FeedMark> write(human_support::Write const& one);

    /// Checks, without faults, that the store can be read and written and holds what it must.
    void check_works();

    /// Checks, without faults, that a store that is opened again works, and that its file is sound.
    void check_reopens();

private:
    TemporaryFolder folder_;
    std::filesystem::path file_ = folder_ / "settings.db";
    human_support::SqliteOptions options_;
    FaultyVfs system_;
    AcknowledgedWrites expected_;
    std::unique_ptr<human_support::SqliteRepository> repository_; ///< null while it is closed
    int probes_ = 0;
};
