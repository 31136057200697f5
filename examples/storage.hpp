// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/sqlite_repository.hpp>
#ifdef HUMAN_SUPPORT_WITH_POSTGRESQL // as CMake says if the engine is built
#include <human_support/postgresql_repository.hpp>
#endif

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <variant>

namespace examples {

/// What a `--db` names: a file, or a database of a server.
#ifdef HUMAN_SUPPORT_WITH_POSTGRESQL
using Storage = std::variant<std::unique_ptr<human_support::SqliteRepository>,
                             std::unique_ptr<human_support::PostgresqlRepository>>;
#else
using Storage = std::variant<std::unique_ptr<human_support::SqliteRepository>>;
#endif

/// Tells whether `database` is a URI of PostgreSQL. (A password in it can be read by everybody on
/// the machine who lists its processes; libpq also finds it in PGPASSWORD or in a password file.)
inline bool is_on_server(std::filesystem::path const& database) {
    auto const text = database.string();
    return text.starts_with("postgresql:") || text.starts_with("postgres:");
}

/// Opens a database of a server; makes our tables in it if `create` says so.
inline human_support::Result<Storage> open_on_server(std::filesystem::path const& database,
                                                     bool create) {
#ifdef HUMAN_SUPPORT_WITH_POSTGRESQL
    human_support::PostgresqlOptions options;
    options.create = create;
    return human_support::PostgresqlRepository::open(database.string(), options)
        .transform([](auto opened) { return Storage(std::move(opened)); });
#else
    static_cast<void>(database);
    static_cast<void>(create);
    return human_support::Error(human_support::Errc::invalid_argument,
                                "This program has no engine for PostgreSQL. Build it with "
                                "-DHUMAN_SUPPORT_BUILD_POSTGRESQL=ON.");
#endif
}

/// Opens what a `--db` names, and makes what is missing.
inline human_support::Result<Storage> open_storage(std::filesystem::path const& database) {
    if (is_on_server(database)) {
        return open_on_server(database, true);
    }
    return human_support::SqliteRepository::open(database).transform(
        [](auto opened) { return Storage(std::move(opened)); });
}

/// The same for each of them.
inline human_support::SettingsRepository& repository_of(Storage const& storage) {
    return std::visit(
        [](auto const& opened) -> human_support::SettingsRepository& { return *opened; }, storage);
}

} // namespace examples
