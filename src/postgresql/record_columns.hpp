// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "connection.hpp"
#include "engine/record_members.hpp"

#include <human_support/repository.hpp>
#include <human_support/settings_fields.hpp>

#include <span>
#include <string>

namespace human_support::postgresql {

/// A record that a transaction is going to store.
struct StoredRecord {
    SettingsRecord const* record;
    Revision revision; ///< the one that the store gives
};

/// Returns the columns of a record, separated by commas: those of `record_members.hpp`, then the
/// settings in the order of the field table. So an older version of the library reads and writes
/// the columns that it knows, and leaves newer ones alone.
[[nodiscard]] std::string record_columns();

/// As many columns for an erasure: its chatbot id and revision in the places of a record, else
/// NULL.
[[nodiscard]] std::string erasure_columns();

/// How many columns they are.
inline constexpr int record_column_count = engine::record_member_count + int{settings_field_count};

/// Returns the statement that stores records: inserts them, or updates the columns of those that
/// are there.
[[nodiscard]] Statement store_records_statement(char const* name);

/// Returns its parameters.
[[nodiscard]] Parameters store_records_parameters(std::span<StoredRecord const> records);

/// Reads the record in a row that has `record_columns()` from `column` on. The epoch is left to the
/// caller. `storage_corrupt` if it is none.
Result<SettingsRecord> read_record(Connection const& connection, Answer const& answer, int row,
                                   int column);

} // namespace human_support::postgresql
