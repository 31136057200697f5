// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "connection.hpp"

#include <cstdint>
#include <string>

namespace human_support::postgresql {

/// The version of the schema that this version of the library writes. Released schemas never
/// change, since databases keep them.
inline constexpr int schema_version = 1;

/// What a database says about its schema.
struct Versions {
    std::int64_t schema;
    std::int64_t oldest_compatible; ///< the oldest version whose code may use the tables
};

/// Gives the store a new random number.
inline constexpr char const* renew_epoch_sql =
    "UPDATE human_support_store SET epoch = 1 + floor(random() * 9007199254740991)::bigint";

/// Makes our tables if they are not there and `create` says so, and brings older ones to this
/// version's schema. Returns the name of the schema (PostgreSQL's word for a folder of tables) that
/// they are in.
Result<std::string> prepare_schema(Connection& connection, bool create);

/// `schema_too_new` if the oldest version that can use the tables is newer than this one.
Result<void> check_compatible(Connection const& connection, Versions versions);

} // namespace human_support::postgresql
