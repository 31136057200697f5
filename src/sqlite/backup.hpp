// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "reader.hpp"

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace human_support::sqlite {

/// Copies the file, on connections that nothing else uses: so a progress function may use the
/// repository, backups included, and waits for no reader that its own backup holds.
class Backups {
public:
    /// Opens the connection of the first backup, so that there is one even if the file is deleted
    /// later. `readers` are of the same file, and outlive the backups.
    static Result<std::unique_ptr<Backups>> open(Opening const& opening, ReaderPool& readers);

    Backups(Backups const&) = delete;
    Backups& operator=(Backups const&) = delete;
    ~Backups() = default;

    /// See `SqliteRepository::backup`.
    Result<void> make(std::filesystem::path const& destination, BackupProgress const& progress);

private:
    class Source;

    Backups(Opening opening, Connection connection, ReaderPool& readers)
        : opening_(std::move(opening)), readers_(readers), idle_(std::move(connection)) {}

    Result<Connection> take();

    Opening const opening_;
    ReaderPool& readers_;
    std::mutex mutex_;               ///< guards `idle_`
    std::optional<Connection> idle_; ///< backups at the same time open more
};

} // namespace human_support::sqlite
