// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "connection.hpp"

#include <filesystem>

namespace human_support::sqlite {

/// Copies the file of `source` to `destination`: see `SqliteRepository::backup`.
Result<void> back_up(Connection& source, std::filesystem::path const& destination,
                     BackupProgress const& progress);

} // namespace human_support::sqlite
