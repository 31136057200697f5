// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "schema.hpp"

#include "sqlite_error.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string>

namespace human_support::sqlite {

namespace {

/// A step from one version of the schema to the next. Steps are never changed once released.
struct Migration {
    int oldest_compatible; ///< the oldest version of the library's schema that may use the result
    char const* sql;
};

/// The step at index i leads to version i + 1.
constexpr std::array migrations{
    Migration{1, R"sql(
CREATE TABLE human_support_store (
    only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    schema_version INTEGER NOT NULL,
    oldest_compatible INTEGER NOT NULL, -- the oldest schema version whose code may use this file
    epoch INTEGER NOT NULL,             -- a random name of this store
    last_revision INTEGER NOT NULL      -- the counter that revisions come from
) STRICT;
INSERT INTO human_support_store VALUES (1, 1, 1, 1, 0);

CREATE TABLE human_support_settings (
    chatbot_id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    id TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    enable_human_support INTEGER NOT NULL,
    replace_all_other_suggestions_with_escalation_buttons INTEGER NOT NULL,
    positive_feedback_prompt TEXT NOT NULL,
    request_human_support_prompt TEXT NOT NULL,
    human_support_confirmation_message TEXT NOT NULL,
    lead_notification INTEGER NOT NULL,
    lead_notification_email TEXT NOT NULL, -- a JSON array of strings
    show_escalation_buttons_after_responses INTEGER NOT NULL,
    created_at INTEGER NOT NULL, -- milliseconds since 1970-01-01 UTC, as updated_at
    updated_at INTEGER NOT NULL,
    revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX human_support_settings_by_revision ON human_support_settings (revision);
CREATE INDEX human_support_settings_by_account ON human_support_settings (account_id, chatbot_id);

CREATE TABLE human_support_erasures (
    chatbot_id TEXT NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX human_support_erasures_by_revision ON human_support_erasures (revision);
)sql"},
    // Version 1 would leave a record's old checksum beside its new content.
    Migration{2, R"sql(
ALTER TABLE human_support_settings ADD COLUMN checksum INTEGER; -- NULL: written by version 1
ALTER TABLE human_support_erasures ADD COLUMN erased_at INTEGER NOT NULL DEFAULT 0; -- as created_at
)sql"},
    // Version 2 can go on, since SQLite itself keeps an index up to date.
    Migration{2, R"sql(
CREATE INDEX human_support_erasures_by_time ON human_support_erasures (erased_at);
)sql"},
};
static_assert(migrations.size() == schema_version);

/// Tells whether our tables are there. Fails if others have their names.
Result<bool> look_for_tables(Connection& connection) {
    std::string first;
    int columns = 0;
    auto const named = connection.for_each_row(
        "SELECT name FROM sqlite_schema WHERE lower(name) IN "
        "('human_support_store', 'human_support_settings', 'human_support_erasures') "
        "ORDER BY name DESC", // the store first
        [&](Execution const& row) {
            if (first.empty()) {
                first = row.text(0);
            }
        });
    auto const described = connection.for_each_row(
        "SELECT 1 FROM pragma_table_info('human_support_store') WHERE name IN "
        "('schema_version', 'oldest_compatible', 'epoch', 'last_revision')",
        [&](Execution const&) { ++columns; });
    if (!named || !described) {
        return named ? described.error() : named.error();
    }
    if (!first.empty() && columns != 4) {
        return file_error(Errc::storage_failed, connection.file(),
                          "has a table '" + first +
                              "' of another program. Choose another file, or rename that table.");
    }
    return columns == 4;
}

Error holds_no_settings(Connection const& connection) {
    return file_error(Errc::storage_failed, connection.file(),
                      "holds no human support settings. Choose the file that does.");
}

/// The versions of our tables; none if they are not there.
Result<std::optional<Versions>> read_versions(Connection& connection) {
    std::optional<Versions> versions;
    auto const read = [&] {
        return connection.for_each_row("SELECT schema_version, oldest_compatible, epoch, "
                                       "last_revision FROM human_support_store",
                                       [&](Execution const& row) {
                                           versions = {row.integer(0), row.integer(1)};
                                       });
    };
    if (!read()) { // because of the tables, or for another reason
        auto const has_tables = look_for_tables(connection);
        if (!has_tables) {
            return has_tables.error();
        }
        if (!*has_tables) {
            return versions;
        }
        if (auto const again = read(); !again) { // another connection may just have made them
            return again.error();
        }
    }
    if (!versions || versions->schema < 1) {
        return file_error(Errc::storage_corrupt, connection.file(),
                          "holds no schema version. Restore a backup.");
    }
    return versions;
}

Result<void> migrate(Connection& connection, std::int64_t from) {
    for (auto version = from; version < schema_version; ++version) {
        auto const& migration = migrations[static_cast<std::size_t>(version)];
        auto const stamp = fmt::format("UPDATE human_support_store SET schema_version = {}, "
                                       "oldest_compatible = {}",
                                       version + 1, migration.oldest_compatible);
        if (auto done = connection.execute(migration.sql); !done) {
            return done;
        }
        if (auto done = connection.execute(stamp.c_str()); !done) {
            return done;
        }
    }
    return renew_epoch(connection);
}

} // namespace

Result<void> renew_epoch(Connection& connection) {
    return connection.execute("UPDATE human_support_store SET "
                              "epoch = max(1, random() & 0x7FFFFFFFFFFFFFFF)");
}

Result<void> check_compatible(Connection& connection, Versions versions) {
    if (versions.oldest_compatible <= schema_version) {
        return {};
    }
    return file_error(
        Errc::schema_too_new, connection.file(),
        fmt::format(
            "has schema version {}, which needs code for version {} or newer; this is version "
            "{}. Upgrade this program.",
            versions.schema, versions.oldest_compatible, schema_version));
}

Result<void> check_tables(Connection& connection, bool create) {
    auto const has_tables = look_for_tables(connection);
    if (!has_tables) {
        return has_tables.error();
    }
    if (!*has_tables && !create) {
        return holds_no_settings(connection);
    }
    return {};
}

Result<void> check_readable(Connection& connection) {
    auto const versions = read_versions(connection);
    if (!versions) {
        return versions.error();
    }
    if (!*versions) {
        return holds_no_settings(connection);
    }
    if ((*versions)->schema < oldest_readable_version) {
        return file_error(
            Errc::storage_failed, connection.file(),
            fmt::format("has schema version {}; only version {} and newer ones can be read without "
                        "writing. Open it once where it can be written, which brings it to version "
                        "{}.",
                        (*versions)->schema, oldest_readable_version, schema_version));
    }
    return check_compatible(connection, **versions);
}

Result<void> prepare_schema(Connection& connection, bool create) {
    auto versions = read_versions(connection);
    if (versions && *versions && (*versions)->schema >= schema_version) {
        return check_compatible(connection, **versions);
    }
    if (versions && !*versions && !create) {
        return holds_no_settings(connection);
    }
    if (!versions) {
        return versions.error();
    }
    auto transaction = Transaction::write(connection);
    if (!transaction) {
        return transaction.error();
    }
    versions = read_versions(connection); // another connection may have been faster
    if (!versions) {
        return versions.error();
    }
    if (*versions && (*versions)->schema >= schema_version) {
        return check_compatible(connection, **versions);
    }
    if (auto migrated = migrate(connection, *versions ? (*versions)->schema : 0); !migrated) {
        return migrated;
    }
    auto committed = transaction->commit();
    if (!committed && committed.error().code() == Errc::outcome_unknown) {
        // Nothing was promised to anybody yet, and the next opening finds the old tables or the new
        // ones.
        return file_error(Errc::storage_failed, connection.file(),
                          "could not be prepared; open it again. The cause: " +
                              committed.error().message());
    }
    return committed;
}

} // namespace human_support::sqlite
