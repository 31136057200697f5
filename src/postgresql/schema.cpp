// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "schema.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <vector>

namespace human_support::postgresql {

namespace {

/// A step from one version of the schema to the next. Steps are never changed once released.
struct Migration {
    int oldest_compatible; ///< the oldest version of the library's schema that may use the result
    std::vector<std::string> sql;
};

/// The step at index i leads to version i + 1.
std::array<Migration, schema_version> migrations() {
    return {Migration{1,
                      {R"sql(
CREATE TABLE human_support_store (
    only_row boolean NOT NULL PRIMARY KEY CHECK (only_row),
    schema_version bigint NOT NULL,
    oldest_compatible bigint NOT NULL, -- the oldest schema version whose code may use these tables
    epoch bigint NOT NULL,             -- a random number, of which the epoch is made
    last_revision bigint NOT NULL      -- the counter that revisions come from
))sql",
                       "INSERT INTO human_support_store VALUES (true, 1, 1, 1, 0)", R"sql(
CREATE TABLE human_support_settings (
    chatbot_id text COLLATE "C" NOT NULL PRIMARY KEY,
    account_id text COLLATE "C" NOT NULL,
    id uuid NOT NULL,
    updated_by text NOT NULL,
    enable_human_support boolean NOT NULL,
    replace_all_other_suggestions_with_escalation_buttons boolean NOT NULL,
    positive_feedback_prompt text NOT NULL,
    request_human_support_prompt text NOT NULL,
    human_support_confirmation_message text NOT NULL,
    lead_notification boolean NOT NULL,
    lead_notification_email text[] NOT NULL,
    show_escalation_buttons_after_responses boolean NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    revision bigint NOT NULL
))sql",
                       "CREATE UNIQUE INDEX human_support_settings_by_revision "
                       "ON human_support_settings (revision)",
                       "CREATE INDEX human_support_settings_by_account "
                       "ON human_support_settings (account_id, chatbot_id)",
                       R"sql(
CREATE TABLE human_support_erasures (
    chatbot_id text COLLATE "C" NOT NULL PRIMARY KEY,
    revision bigint NOT NULL,
    erased_at timestamptz NOT NULL
))sql",
                       "CREATE UNIQUE INDEX human_support_erasures_by_revision "
                       "ON human_support_erasures (revision)",
                       "CREATE INDEX human_support_erasures_by_time "
                       "ON human_support_erasures (erased_at)"}}};
}

/// The schema that holds our tables, and their versions; none if they are not there.
struct Tables {
    std::string schema;
    Versions versions;
};

/// Looks for our tables. Fails if others have their names.
Result<std::optional<Tables>> find_tables(Connection& connection) {
    std::string schema;
    auto const found = connection.ask(
        "SELECT relnamespace::regnamespace::text FROM pg_class WHERE oid IN "
        "(to_regclass('human_support_store'), to_regclass('human_support_settings'), "
        "to_regclass('human_support_erasures')) ORDER BY relname = 'human_support_store' DESC");
    if (!found) {
        return found.error();
    }
    if (found->row_count() == 0) {
        return std::optional<Tables>();
    }
    found->read(0, 0, schema);
    auto const columns = connection.ask(
        "SELECT count(*) FROM pg_attribute WHERE attrelid = to_regclass('human_support_store') "
        "AND attname IN ('schema_version', 'oldest_compatible', 'epoch', 'last_revision') "
        "AND atttypid = 'bigint'::regtype");
    if (!columns) {
        return columns.error();
    }
    std::int64_t count = 0;
    columns->read(0, 0, count);
    if (count != 4) {
        return database_error(
            Errc::storage_failed, connection.handle(),
            fmt::format("has tables of another program with our names, in the schema {}. Choose "
                        "another schema by search_path, or rename those tables.",
                        schema));
    }
    auto const row =
        connection.ask("SELECT schema_version, oldest_compatible FROM human_support_store");
    if (!row) {
        return row.error();
    }
    Versions versions{0, 0};
    if (row->row_count() != 1 || !row->read(0, 0, versions.schema) ||
        !row->read(0, 1, versions.oldest_compatible) || versions.schema < 1) {
        return database_error(Errc::storage_corrupt, connection.handle(),
                              "holds no schema version. Restore a backup.");
    }
    return std::optional(Tables{schema, versions});
}

/// Makes or changes the tables, in a transaction.
Result<void> migrate(Connection& connection, std::int64_t from) {
    auto const all = migrations();
    for (auto version = from; version < schema_version; ++version) {
        auto const& migration = all[static_cast<std::size_t>(version)];
        if (auto done = connection.run(migration.sql); !done) {
            return done;
        }
        auto const stamp = fmt::format("UPDATE human_support_store SET schema_version = {}, "
                                       "oldest_compatible = {}",
                                       version + 1, migration.oldest_compatible);
        if (auto done = connection.ask(stamp); !done) {
            return done.error();
        }
    }
    auto renewed = connection.ask(renew_epoch_sql);
    return renewed ? Result<void>() : renewed.error();
}

/// Does what `prepare_schema` does, in a transaction that has the lock.
Result<void> prepare_alone(Connection& connection) {
    auto const tables = find_tables(connection); // another process may have been faster
    if (!tables) {
        return tables.error();
    }
    auto const from = *tables ? (*tables)->versions.schema : 0;
    return from < schema_version ? migrate(connection, from) : Result<void>();
}

} // namespace

Result<void> check_compatible(Connection const& connection, Versions versions) {
    if (versions.oldest_compatible <= schema_version) {
        return {};
    }
    return database_error(
        Errc::schema_too_new, connection.handle(),
        fmt::format("has schema version {}, which needs code for version {} or newer; this is "
                    "version {}. Upgrade this program.",
                    versions.schema, versions.oldest_compatible, schema_version));
}

Result<std::string> prepare_schema(Connection& connection, bool create) {
    auto tables = find_tables(connection);
    if (!tables) {
        return tables.error();
    }
    if (!*tables && !create) {
        return database_error(Errc::storage_failed, connection.handle(),
                              "holds no human support settings. Choose the database that does, and "
                              "a search_path with their schema.");
    }
    if (!*tables || (*tables)->versions.schema < schema_version) {
        std::array<std::string, 2> const begin{
            "BEGIN",
            // Any number will do, as long as it is always the same.
            "SELECT pg_advisory_xact_lock(7526466500841140592)"};
        if (auto begun = connection.run(begin); !begun) {
            return begun.error();
        }
        auto const prepared = prepare_alone(connection);
        auto const ended = connection.ask(prepared ? "COMMIT" : "ROLLBACK");
        if (!prepared || !ended) {
            return prepared ? ended.error() : prepared.error();
        }
        tables = find_tables(connection);
        if (!tables) {
            return tables.error();
        }
        if (!*tables) { // such as dropped meanwhile
            return database_error(Errc::storage_failed, connection.handle(),
                                  "has lost its tables. Open it again.");
        }
    }
    if (auto compatible = check_compatible(connection, (*tables)->versions); !compatible) {
        return compatible.error();
    }
    return (*tables)->schema;
}

} // namespace human_support::postgresql
