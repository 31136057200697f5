// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "engine/record_members.hpp"
#include "statement.hpp"

#include <human_support/repository.hpp>
#include <human_support/settings_fields.hpp>

#include <string>

namespace human_support::sqlite {

/// Returns the columns of a record, separated by commas, in the order of `read_record`: those of
/// `record_members.hpp`, the checksum, then the settings in the order of the field table. So an
/// older version of the library reads and writes the columns that it knows, and leaves newer ones
/// alone.
[[nodiscard]] std::string record_columns();

/// As many columns for an erasure: its chatbot id and revision in the places of a record, else
/// NULL.
[[nodiscard]] std::string erasure_columns();

// The indexes of the columns that are read alone.
inline constexpr int chatbot_id_column = engine::record_member_index("chatbot_id");
inline constexpr int id_column = engine::record_member_index("id");
inline constexpr int revision_column = engine::record_member_index("revision");
inline constexpr int checksum_column = engine::record_member_count;
inline constexpr int first_settings_column = checksum_column + 1;

/// Not of the record: the store's epoch, which a row is read with.
inline constexpr int epoch_column = first_settings_column + int{settings_field_count};

/// The statement that stores a record: inserts it, or updates the columns of the one that is there,
/// except its account. To set what an index holds is costly even if it stays the same.
[[nodiscard]] std::string store_record_sql();

/// Runs the statement of `store_record_sql`.
Result<void> store_record(Statement& statement, SettingsRecord const& record, Revision revision);

/// The record of a row that has the record's columns and then the epoch of the store;
/// `storage_corrupt` if that is none.
Result<SettingsRecordPtr> read_record(Execution const& row);

} // namespace human_support::sqlite
