// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "record_columns.hpp"

#include "engine/record_rows.hpp"
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
    std::vector<std::string_view> names;
    engine::for_each_record_member([&](auto const& member) { names.push_back(member.name); });
    names.emplace_back("checksum");
    for_each_field([&](auto const& field) { names.push_back(field.storage_name); });
    return names;
}

void bind(Execution& execution, bool value) { execution.bind(std::int64_t{value ? 1 : 0}); }

void bind(Execution& execution, std::string const& value) { execution.bind(value); }

template <class Kind>
void bind(Execution& execution, Id<Kind> const& value) {
    execution.bind(value.str());
}

void bind(Execution& execution, boost::uuids::uuid const& value) {
    execution.bind_copy(detail::to_uuid_text(value));
}

void bind(Execution& execution, Timestamp value) {
    execution.bind(std::int64_t{value.time_since_epoch().count()});
}

void bind(Execution& execution, Revision value) { execution.bind(value); }

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

template <class Kind>
bool read_column(Execution const& row, int column, Id<Kind>& value) {
    auto id = Id<Kind>::parse(row.text(column));
    if (!id) {
        return false;
    }
    value = *std::move(id);
    return true;
}

bool read_column(Execution const& row, int column, boost::uuids::uuid& value) {
    auto const uuid = detail::from_uuid_text(row.text(column));
    value = uuid.value_or(value);
    return uuid.has_value();
}

bool read_column(Execution const& row, int column, Timestamp& value) {
    value = Timestamp(std::chrono::milliseconds(row.integer(column)));
    return true;
}

bool read_column(Execution const& row, int column, Revision& value) {
    value = row.integer(column);
    return true;
}

bool read_column(Execution const& row, int column, std::vector<std::string>& value) {
    value.clear();
    if (row.text(column) == "[]") {
        return true; // the most frequent value, without the parser
    }
    boost::json::parse_options options;
    options.allow_invalid_utf8 = true; // older versions stored any bytes
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

} // namespace

std::string record_columns() { return fmt::format("{}", fmt::join(column_names(), ", ")); }

std::string erasure_columns() { return engine::erasure_columns(column_names()); }

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
    engine::for_each_record_member(
        [&](auto const& member) { bind(execution, member.stored(record, revision)); });
    execution.bind(record_checksum(record, revision));
    for_each_field([&](auto const& field) { bind(execution, record.settings.*field.member); });
    if (auto const done = execution.next(); !done) {
        return done.error();
    }
    return {};
}

Result<SettingsRecordPtr> read_record(Execution const& row) {
    auto record = std::make_shared<SettingsRecord>(engine::blank_record());
    int column = 0;
    bool intact = true;
    engine::for_each_record_member([&](auto const& member) {
        intact = read_column(row, column++, (*record).*member.member) && intact;
    });
    if (!intact) {
        return row.damaged("a record with a damaged id");
    }
    record->epoch = row.integer(epoch_column);
    column = first_settings_column;
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
