// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "connection.hpp"

#include <string>
#include <vector>

namespace human_support::sqlite {

/// What is wrong with the file: a sentence each, none if it is sound.
Result<std::vector<std::string>> check_file(Connection& connection);

} // namespace human_support::sqlite
