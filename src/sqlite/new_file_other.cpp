// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "new_file.hpp"

#include <fstream>

namespace human_support::sqlite {

/// On other systems, such as Windows, a new file inherits the rights that its folder grants.
void make_private_file(std::filesystem::path const& file) {
    std::ofstream const made(file, std::ios::app); // leaves what is in it
}

} // namespace human_support::sqlite
