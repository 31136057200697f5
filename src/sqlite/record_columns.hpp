// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "statement.hpp"

#include <human_support/repository.hpp>
#include <human_support/settings_fields.hpp>

#include <string>

namespace human_support::sqlite {

/// Returns the columns of a record, separated by commas, in the order of `read_record`: the columns
/// of every record, then the settings in the order of the field table. So an older version of the
/// library reads and writes the columns that it knows, and leaves newer ones alone.
[[nodiscard]] std::string record_columns();

/// As many columns for an erasure: its chatbot id and revision in the places of a record, else
/// NULL.
[[nodiscard]] std::string erasure_columns();

/// The index of a column that every record has.
enum RecordColumn : int {
    chatbot_id_column,
    account_id_column,
    id_column,
    updated_by_column,
    created_at_column,
    updated_at_column,
    revision_column,
    checksum_column,
    first_settings_column,

    /// Not of the record: the store's epoch, which a row is read with.
    epoch_column = first_settings_column + static_cast<int>(settings_field_count),
};

/// The statement that stores a record: inserts it, or updates the columns of the one that is there,
/// except its account. To set what an index holds is costly even if it stays the same.
[[nodiscard]] std::string store_record_sql();

/// Runs the statement of `store_record_sql`.
Result<void> store_record(Statement& statement, SettingsRecord const& record, Revision revision);

/// The record of a row that has the record's columns and then the epoch of the store;
/// `storage_corrupt` if that is none.
Result<SettingsRecordPtr> read_record(Execution const& row);

} // namespace human_support::sqlite
