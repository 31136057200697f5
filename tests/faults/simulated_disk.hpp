// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "support/random_settings.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What of the files in a folder is on the disk for good, and what a loss of power may still take.
///
/// The system has the files as programs see them. This is told of every change that SQLite makes to
/// them and of every sync, and turns them into what a loss of power leaves: of the changes after a
/// file's last sync some are lost, and some are torn between two sectors, in whatever order they
/// were made; that a file was made, renamed or removed since the folder's last sync may be lost.
class SimulatedDisk {
public:
    /// The file at `path` is opened, after it was made for that unless it `existed`. Programs may
    /// have made it or renamed it to that without SQLite; one that is empty was made just now.
    void opened(std::string const& path, bool existed);

    void wrote(std::string const& path, std::size_t offset, std::string_view bytes);
    void truncated(std::string const& path, std::size_t size);
    void synced(std::string const& path);
    void removed(std::string const& path);

    /// That files were made, renamed and removed is durable.
    void folder_synced();

    /// Leaves in the files what a loss of power leaves. Nobody has one of them open.
    void lose_power(Random& random);

private:
    /// Bytes that were written at an offset, or none if the file was cut off there.
    struct Change {
        std::size_t offset;
        std::optional<std::string> bytes;

        void apply_to(std::string& content) const;
        void apply_in_part_to(std::string& content, Random& random) const;
    };

    struct File {
        std::uint64_t number; ///< the system's, which stays when a file is renamed
        std::string synced;
        std::vector<Change> unsynced; ///< in the order in which they were made
    };

    using FilePtr = std::shared_ptr<File>;
    using Folder = std::map<std::string, FilePtr>;

    static FilePtr at(Folder const& folder, std::string const& path);
    static std::string after_power_loss(File const& file, Random& random);

    Folder seen_;    ///< by the paths that programs see
    Folder durable_; ///< by the paths of the folder's last sync
};
