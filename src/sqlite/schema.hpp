// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "connection.hpp"

namespace human_support::sqlite {

/// The version of the schema that this version of the library writes. Released schemas never
/// change, since files keep them.
inline constexpr int schema_version = 3;

/// The oldest version that can be read as it is, since nothing that is read has been added later.
inline constexpr int oldest_readable_version = 2;

/// What a file says about its schema.
struct Versions {
    std::int64_t schema;
    std::int64_t oldest_compatible; ///< the oldest version whose code may use the file
};

/// Makes our tables if they are not there and `create` says so, and brings older ones to this
/// version's schema.
Result<void> prepare_schema(Connection& connection, bool create);

/// Fails if others have our tables' names, or if ours are not there and `create` does not say that
/// they are to be made. Writes nothing.
Result<void> check_tables(Connection& connection, bool create);

/// Fails unless our tables are there in a version that can be read as it is. Writes nothing.
Result<void> check_readable(Connection& connection);

/// Gives the store a new random epoch, inside a transaction or as one.
Result<void> renew_epoch(Connection& connection);

/// `schema_too_new` if the oldest version that can use the file is newer than this one.
Result<void> check_compatible(Connection& connection, Versions versions);

} // namespace human_support::sqlite
