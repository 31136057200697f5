// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <filesystem>

namespace human_support::sqlite {

/// Creates an empty file, which is a new database for SQLite, and which only its owner can read.
/// Leaves an existing file alone. Reports no failure, since SQLite will meet and report the same
/// one.
void make_private_file(std::filesystem::path const& file);

} // namespace human_support::sqlite
