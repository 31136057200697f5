// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <filesystem>

namespace human_support::sqlite {

/// Makes an empty file, which SQLite takes for a new database, that its owner only can read. Leaves
/// one that is there alone; whatever else goes wrong, SQLite meets as well, and reports.
void make_private_file(std::filesystem::path const& file);

} // namespace human_support::sqlite
