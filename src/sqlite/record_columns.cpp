// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "record_columns.hpp"

#include "record_checksum.hpp"

#include <human_support/detail/uuid_text.hpp>
#include <human_support/settings_fields.hpp>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string_view>
#include <vector>

namespace human_support::sqlite {

namespace {

std::vector<std::string_view> column_names() {
    // In the order of RecordColumn. Stored files depend on these names, so they never change.
    std::vector<std::string_view> names{"chatbot_id", "account_id", "id",       "updated_by",
                                        "created_at", "updated_at", "revision", "checksum"};
    for_each_field([&](auto const& field) { names.push_back(field.storage_name); });
    return names;
}

void bind(Execution& execution, bool value) { execution.bind(std::int64_t{value ? 1 : 0}); }

void bind(Execution& execution, std::string const& value) { execution.bind(value); }

void bind(Execution& execution, std::vector<std::string> const& value) {
    execution.bind_copy(boost::json::serialize(boost::json::value_from(value)));
}

bool read_column(Execution const& row, int column, bool& value) {
    value = row.integer(column) != 0;
    return true;
}

bool read_column(Execution const& row, int column, std::string& value) {
    value = row.text(column);
    return true;
}

bool read_column(Execution const& row, int column, std::vector<std::string>& value) {
    value.clear();
    if (row.text(column) == "[]") {
        return true; // the most frequent value, without the parser
    }
    boost::json::parse_options options;
    options.allow_invalid_utf8 = true; // storage returns what it was given
    boost::system::error_code code;
    auto const json = boost::json::parse(row.text(column), code, {}, options);
    auto const* array = json.if_array();
    if (code || array == nullptr) {
        return false;
    }
    value.reserve(array->size());
    for (auto const& element : *array) {
        auto const* text = element.if_string();
        if (text == nullptr) {
            return false;
        }
        value.emplace_back(text->begin(), text->end());
    }
    return true;
}

Timestamp timestamp(Execution const& row, int column) {
    return Timestamp(std::chrono::milliseconds(row.integer(column)));
}

std::int64_t milliseconds(Timestamp time) { return time.time_since_epoch().count(); }

} // namespace

std::string record_columns() { return fmt::format("{}", fmt::join(column_names(), ", ")); }

std::string erasure_columns() {
    std::vector<std::string_view> columns(column_names().size(), "NULL");
    columns[chatbot_id_column] = "chatbot_id";
    columns[revision_column] = "revision";
    return fmt::format("{}", fmt::join(columns, ", "));
}

std::string store_record_sql() {
    std::vector<std::string> parameters;
    std::vector<std::string> updates;
    for (std::string_view const name : column_names()) {
        parameters.emplace_back("?");
        if (name != "chatbot_id" && name != "account_id") {
            updates.push_back(fmt::format("{0} = excluded.{0}", name));
        }
    }
    return fmt::format("INSERT INTO human_support_settings ({}) VALUES ({}) "
                       "ON CONFLICT (chatbot_id) DO UPDATE SET {}",
                       record_columns(), fmt::join(parameters, ", "), fmt::join(updates, ", "));
}

Result<void> store_record(Statement& statement, SettingsRecord const& record, Revision revision) {
    Execution execution(statement);
    execution.bind(record.chatbot_id.str());
    execution.bind(record.account_id.str());
    execution.bind_copy(detail::to_uuid_text(record.id));
    execution.bind(record.updated_by);
    execution.bind(milliseconds(record.created_at));
    execution.bind(milliseconds(record.updated_at));
    execution.bind(revision);
    execution.bind(record_checksum(record, revision));
    for_each_field([&](auto const& field) { bind(execution, record.settings.*field.member); });
    if (auto const done = execution.next(); !done) {
        return done.error();
    }
    return {};
}

Result<SettingsRecordPtr> read_record(Execution const& row) {
    auto chatbot_id = ChatbotId::parse(row.text(chatbot_id_column));
    auto account_id = AccountId::parse(row.text(account_id_column));
    auto const id = detail::from_uuid_text(row.text(id_column));
    if (!chatbot_id || !account_id || !id) {
        return row.damaged("a record with a damaged id");
    }
    auto record = std::make_shared<SettingsRecord>(
        SettingsRecord{*id, *std::move(chatbot_id), *std::move(account_id),
                       std::string(row.text(updated_by_column)), HumanSupportSettings{},
                       timestamp(row, created_at_column), timestamp(row, updated_at_column),
                       row.integer(revision_column), row.integer(epoch_column)});
    int column = first_settings_column;
    bool intact = true;
    for_each_field([&](auto const& field) {
        intact = read_column(row, column++, record->settings.*field.member) && intact;
    });
    // Version 1 of the schema had no checksums.
    intact = intact &&
             (row.is_null(checksum_column) || checksum_fits(row.integer(checksum_column), *record));
    if (!intact) {
        return row.damaged("a damaged record of chatbot '" + record->chatbot_id.str() + "'");
    }
    return SettingsRecordPtr(std::move(record));
}

} // namespace human_support::sqlite
