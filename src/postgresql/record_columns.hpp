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

/// Returns the statement that inserts records, of which none is there. (While the counter is
/// locked, that is certain, and it takes two thirds of the time of ON CONFLICT.)
[[nodiscard]] Statement insert_records_statement(char const* name);

/// Returns the statement that updates our columns of records, of which each is there.
[[nodiscard]] Statement update_records_statement(char const* name);

/// Returns the parameters of either.
[[nodiscard]] Parameters record_parameters(std::span<StoredRecord const> records);

/// Reads the record in a row that begins with `record_columns()`. The epoch is left to the caller.
/// `storage_corrupt` if it is none.
Result<SettingsRecord> read_record(Connection const& connection, Answer const& answer, int row);

} // namespace human_support::postgresql
