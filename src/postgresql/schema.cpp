// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "schema.hpp"

#include <fmt/format.h>

#include <array>
#include <limits>
#include <optional>
#include <random>
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
    last_revision bigint NOT NULL -- the counter that revisions come from
))sql",
                       "INSERT INTO human_support_store VALUES (true, 1, 0)", R"sql(
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
                       R"sql(
CREATE UNIQUE INDEX human_support_settings_by_revision
    ON human_support_settings (revision)
)sql",
                       R"sql(
CREATE INDEX human_support_settings_by_account
    ON human_support_settings (account_id, chatbot_id)
)sql",
                       R"sql(
CREATE TABLE human_support_erasures (
    chatbot_id text COLLATE "C" NOT NULL PRIMARY KEY,
    revision bigint NOT NULL,
    erased_at timestamptz NOT NULL
))sql",
                       R"sql(
CREATE UNIQUE INDEX human_support_erasures_by_revision
    ON human_support_erasures (revision)
)sql",
                       R"sql(
CREATE INDEX human_support_erasures_by_time
    ON human_support_erasures (erased_at)
)sql"}}};
}

/// What is there of ours.
struct Tables {
    std::string schema;     ///< that holds them
    std::int64_t version{}; ///< of their schema
};

/// Returns the SQL that makes a function which returns a number. Since it is a constant, it becomes
/// a part of each statement's plan and costs nothing; and if the function is replaced, the server
/// makes new plans (https://wiki.postgresql.org/wiki/Inlining_of_SQL_functions).
std::string constant_sql(std::string_view name, std::int64_t number) {
    return fmt::format("CREATE OR REPLACE FUNCTION {}() RETURNS bigint STABLE LANGUAGE sql AS "
                       "'SELECT {}::bigint'",
                       name, number);
}

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
        "AND attname IN ('schema_version', 'last_revision') "
        "AND atttypid = 'bigint'::regtype");
    if (!columns) {
        return columns.error();
    }
    std::int64_t count = 0;
    columns->read(0, 0, count);
    if (count != 2) {
        return database_error(
            Errc::storage_failed, connection.handle(),
            fmt::format("has tables of another program with our names, in the schema {}. Choose "
                        "another schema by search_path, or rename those tables.",
                        schema));
    }
    auto const row = connection.ask("SELECT schema_version FROM human_support_store");
    if (!row) {
        return row.error();
    }
    std::int64_t version = 0;
    if (row->row_count() != 1 || !row->read(0, 0, version) || version < 1) {
        return database_error(Errc::storage_corrupt, connection.handle(),
                              "holds no schema version. Restore a backup.");
    }
    return std::optional(Tables{schema, version});
}

/// Makes or changes the tables, in a transaction.
Result<void> migrate(Connection& connection, std::int64_t from) {
    auto const all = migrations();
    for (auto version = from; version < schema_version; ++version) {
        auto const& migration = all[static_cast<std::size_t>(version)];
        if (auto done = connection.run(migration.sql); !done) {
            return done;
        }
        std::array<std::string, 2> const stamp{
            fmt::format("UPDATE human_support_store SET schema_version = {}", version + 1),
            constant_sql("human_support_oldest_compatible", migration.oldest_compatible)};
        if (auto done = connection.run(stamp); !done) {
            return done;
        }
    }
    auto renewed = connection.ask(new_epoch_sql());
    return renewed ? Result<void>() : renewed.error();
}

/// Does what `prepare_schema` does, in a transaction that has the lock.
Result<void> prepare_alone(Connection& connection) {
    auto const tables = find_tables(connection); // another process may have been faster
    if (!tables) {
        return tables.error();
    }
    auto const from = *tables ? (*tables)->version : 0;
    return from < schema_version ? migrate(connection, from) : Result<void>();
}

} // namespace

std::string new_epoch_sql() {
    std::random_device entropy;
    std::uniform_int_distribution<std::int64_t> any(1, std::numeric_limits<std::int64_t>::max());
    return constant_sql("human_support_epoch", any(entropy));
}

Result<void> check_compatible(Connection const& connection, std::int64_t oldest_compatible) {
    if (oldest_compatible <= schema_version) {
        return {};
    }
    return database_error(
        Errc::schema_too_new, connection.handle(),
        fmt::format("needs code for schema version {} or newer; this is version {}. Upgrade this "
                    "program.",
                    oldest_compatible, schema_version));
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
    if (!*tables || (*tables)->version < schema_version) {
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
    return (*tables)->schema; // whether it is compatible, each statement tells
}

} // namespace human_support::postgresql
