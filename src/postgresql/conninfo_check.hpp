// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/result.hpp>

#include <string>

namespace human_support::postgresql {

/// Fails if it is not a connection string. libpq's own words would show a part of it.
Result<void> check_conninfo(std::string const& conninfo);

} // namespace human_support::postgresql
