// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "record_columns.hpp"

#include "engine/record_rows.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string_view>
#include <vector>

namespace human_support::postgresql {

namespace {

/// Calls `visit(name, type, value)` with each column; `value(stored)` takes what is stored in it
/// from a `StoredRecord`.
template <class Visitor>
void for_each_column(Visitor visit) {
    engine::for_each_record_member([&]<class T>(engine::RecordMember<T> const& member) {
        visit(member.name, column_type_of<T>, [member](StoredRecord const& stored) -> T const& {
            return member.stored(*stored.record, stored.revision);
        });
    });
    for_each_field([&]<class T>(Field<T> const& field) {
        visit(field.storage_name, column_type_of<T>,
              [member = field.member](StoredRecord const& stored) -> T const& {
                  return stored.record->settings.*member;
              });
    });
}

std::vector<std::string_view> column_names() {
    std::vector<std::string_view> names;
    for_each_column([&](std::string_view name, auto const&...) { names.push_back(name); });
    return names;
}

/// The type of the values of a column in the parameter that has them all.
constexpr ColumnType given_type(ColumnType type) {
    return type.number == text_list_type.number ? text_type : type;
}

} // namespace

std::string record_columns() { return fmt::format("{}", fmt::join(column_names(), ", ")); }

std::string erasure_columns() { return engine::erasure_columns(column_names()); }

Statement store_records_statement(char const* name) {
    std::vector<std::string> arrays;
    std::vector<std::string> given;
    std::vector<std::string> updates;
    Statement statement{name, {}};
    for_each_column([&](std::string_view column, ColumnType type, auto const&) {
        arrays.push_back(fmt::format("${}::{}[]", arrays.size() + 1, given_type(type).name));
        given.push_back(fmt::format("{}::{}", column, type.name));
        updates.push_back(fmt::format("{0} = excluded.{0}", column));
        statement.parameter_types.push_back(given_type(type).array);
    });
    statement.sql = fmt::format(
        "INSERT INTO human_support_settings ({0}) SELECT {1} FROM unnest({2}) AS given ({0}) "
        "ON CONFLICT (chatbot_id) DO UPDATE SET {3}",
        record_columns(), fmt::join(given, ", "), fmt::join(arrays, ", "),
        fmt::join(updates, ", "));
    return statement;
}

Parameters store_records_parameters(std::span<StoredRecord const> records) {
    Parameters parameters;
    for_each_column([&](std::string_view, ColumnType type, auto const& value) {
        parameters.add_array(given_type(type), records, value);
    });
    return parameters;
}

Result<SettingsRecord> read_record(Connection const& connection, Answer const& answer, int row,
                                   int column) {
    auto record = engine::blank_record();
    bool intact = true;
    engine::for_each_record_member([&](auto const& member) {
        intact = answer.read(row, column++, record.*member.member) && intact;
    });
    for_each_field([&](auto const& field) {
        intact = answer.read(row, column++, record.settings.*field.member) && intact;
    });
    if (!intact) {
        return database_error(
            Errc::storage_corrupt, connection.handle(),
            fmt::format("holds a damaged record of chatbot '{}', or somebody has altered the "
                        "tables. Restore them, or a backup.",
                        record.chatbot_id.str()));
    }
    return record;
}

} // namespace human_support::postgresql
