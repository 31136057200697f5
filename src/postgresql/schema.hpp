// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "connection.hpp"

#include <cstdint>
#include <string>

namespace human_support::postgresql {

/// The version of the schema that this version of the library writes. Released schemas never
/// change, since databases keep them.
inline constexpr int schema_version = 1;

/// Returns the SQL that gives the store a new random number, of which the epoch is made. To be
/// executed by one transaction at a time.
[[nodiscard]] std::string new_epoch_sql();

/// Makes our tables if they are not there and `create` says so, and brings older ones to this
/// version's schema. Returns the name of the schema (PostgreSQL's word for a folder of tables) that
/// they are in.
Result<std::string> prepare_schema(Connection& connection, bool create);

/// `schema_too_new` if the oldest version whose code can use the tables is newer than this one.
Result<void> check_compatible(Connection const& connection, std::int64_t oldest_compatible);

} // namespace human_support::postgresql
