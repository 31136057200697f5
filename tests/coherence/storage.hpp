// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

// The engine under the caches: SQLite, unless COHERENCE_IN_POSTGRESQL is defined.
#ifdef COHERENCE_IN_POSTGRESQL
#include <human_support/postgresql_repository.hpp>
#else
#include <human_support/sqlite_repository.hpp>
#endif

#include <chrono>
#include <memory>
#include <string>

#ifdef COHERENCE_IN_POSTGRESQL
using Storage = human_support::PostgresqlRepository;
#else
using Storage = human_support::SqliteRepository;
#endif

/// Opens a file, or the tables that a connection string leads to, so that nobody is refused for
/// being slow.
inline std::unique_ptr<Storage> open_patiently(std::string const& database) {
#ifdef COHERENCE_IN_POSTGRESQL
    human_support::PostgresqlOptions options;
    options.timeout = std::chrono::minutes(1);
#else
    human_support::SqliteOptions options;
    options.busy_timeout = std::chrono::minutes(1);
#endif
    return Storage::open(database, options).value();
}
