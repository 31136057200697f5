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

/// The parameters as a table: each is an array, of one column's values.
std::string given_records() {
    std::vector<std::string> arrays;
    for_each_column([&](std::string_view, ColumnType type, auto const&) {
        arrays.push_back(fmt::format("${}::{}[]", arrays.size() + 1, given_type(type).name));
    });
    return fmt::format("unnest({}) AS given ({})", fmt::join(arrays, ", "), record_columns());
}

std::vector<Oid> given_types() {
    std::vector<Oid> types;
    for_each_column([&](std::string_view, ColumnType type, auto const&) {
        types.push_back(given_type(type).array);
    });
    return types;
}

} // namespace

std::string record_columns() { return fmt::format("{}", fmt::join(column_names(), ", ")); }

std::string erasure_columns() { return engine::erasure_columns(column_names()); }

Statement insert_records_statement(char const* name) {
    std::vector<std::string> values;
    for_each_column([&](std::string_view column, ColumnType type, auto const&) {
        values.push_back(fmt::format("{}::{}", column, type.name));
    });
    return {name,
            fmt::format("INSERT INTO human_support_settings ({}) SELECT {} FROM {}",
                        record_columns(), fmt::join(values, ", "), given_records()),
            given_types()};
}

Statement update_records_statement(char const* name) {
    std::vector<std::string> values;
    for_each_column([&](std::string_view column, ColumnType type, auto const&) {
        values.push_back(fmt::format("{0} = given.{0}::{1}", column, type.name));
    });
    return {name,
            fmt::format("UPDATE human_support_settings AS stored SET {} FROM {} "
                        "WHERE stored.chatbot_id = given.chatbot_id",
                        fmt::join(values, ", "), given_records()),
            given_types()};
}

Parameters record_parameters(std::span<StoredRecord const> records) {
    Parameters parameters;
    for_each_column([&](std::string_view, ColumnType type, auto const& value) {
        parameters.add_array(given_type(type), records, value);
    });
    return parameters;
}

Result<SettingsRecord> read_record(Connection const& connection, Answer const& answer, int row) {
    auto record = engine::blank_record();
    int column = 0;
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
