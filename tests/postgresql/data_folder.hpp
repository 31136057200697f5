// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <filesystem>
#include <string>

namespace human_support::tests {

/// Makes the data folder of a new server. Only the first one of an encoding and locale takes long:
/// further ones are its copies, so that they have the system's identifier in common.
void make_data_folder(std::filesystem::path const& folder, std::string const& encoding,
                      std::string const& locale);

/// Copies a data folder while a server uses it, between `pg_backup_start` and `pg_backup_stop`,
/// without what a copy may not have.
void copy_used_data_folder(std::filesystem::path const& from, std::filesystem::path const& to);

/// Removes the piece of the system's shared memory that a killed server has left, which the next
/// one on the same folder would do.
void remove_shared_memory(std::filesystem::path const& folder);

} // namespace human_support::tests
