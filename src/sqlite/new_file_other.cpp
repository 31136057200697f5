// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "new_file.hpp"

namespace human_support::sqlite {

/// Elsewhere, as on Windows, a new file inherits the rights that its folder grants.
void make_private_file(std::filesystem::path const& /*file*/) {}

} // namespace human_support::sqlite
