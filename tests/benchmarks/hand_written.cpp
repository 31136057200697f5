// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "hand_written.hpp"

#include <human_support/detail/uuid_text.hpp>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace benchmarks {

namespace {

using human_support::Timestamp;

void bind_text(sqlite3_stmt* statement, int parameter, std::string_view text) {
    sqlite3_bind_text(statement, parameter, text.data(), static_cast<int>(text.size()),
                      SQLITE_STATIC);
}

std::string_view text(sqlite3_stmt* row, int column) {
    auto const* data = reinterpret_cast<char const*>(sqlite3_column_text(row, column));
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(row, column))};
}

bool flag(sqlite3_stmt* row, int column) { return sqlite3_column_int(row, column) != 0; }

Timestamp timestamp(sqlite3_stmt* row, int column) {
    return Timestamp(std::chrono::milliseconds(sqlite3_column_int64(row, column)));
}

std::vector<std::string> emails(std::string_view json) {
    return json == "[]" ? std::vector<std::string>()
                        : boost::json::value_to<std::vector<std::string>>(boost::json::parse(json));
}

/// The texts of a record that it does not hold as texts.
struct MadeTexts {
    explicit MadeTexts(human_support::SettingsRecord const& record)
        : id(human_support::detail::to_uuid_text(record.id)),
          emails(boost::json::serialize(
              boost::json::value_from(record.settings.lead_notification_email))) {}
    std::string id;
    std::string emails;
};

constexpr char const* insert_sql =
    "INSERT INTO human_support_settings (chatbot_id, account_id, id, updated_by, "
    "enable_human_support, replace_all_other_suggestions_with_escalation_buttons, "
    "positive_feedback_prompt, request_human_support_prompt, "
    "human_support_confirmation_message, lead_notification, lead_notification_email, "
    "show_escalation_buttons_after_responses, created_at, updated_at, revision) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ";

/// Binds the columns of `record`. The texts are borrowed until the statement is run.
void bind(sqlite3_stmt* row, human_support::SettingsRecord const& record, MadeTexts const& texts,
          human_support::Revision revision) {
    bind_text(row, 1, record.chatbot_id.str());
    bind_text(row, 2, record.account_id.str());
    bind_text(row, 3, texts.id);
    bind_text(row, 4, record.updated_by);
    sqlite3_bind_int(row, 5, record.settings.enable_human_support ? 1 : 0);
    sqlite3_bind_int(row, 6,
                     record.settings.replace_all_other_suggestions_with_escalation_buttons ? 1 : 0);
    bind_text(row, 7, record.settings.positive_feedback_prompt);
    bind_text(row, 8, record.settings.request_human_support_prompt);
    bind_text(row, 9, record.settings.human_support_confirmation_message);
    sqlite3_bind_int(row, 10, record.settings.lead_notification ? 1 : 0);
    bind_text(row, 11, texts.emails);
    sqlite3_bind_int(row, 12, record.settings.show_escalation_buttons_after_responses ? 1 : 0);
    sqlite3_bind_int64(row, 13, record.created_at.time_since_epoch().count());
    sqlite3_bind_int64(row, 14, record.updated_at.time_since_epoch().count());
    sqlite3_bind_int64(row, 15, revision);
}

human_support::SettingsRecordPtr read_record(sqlite3_stmt* row) {
    human_support::HumanSupportSettings settings;
    settings.enable_human_support = flag(row, 4);
    settings.replace_all_other_suggestions_with_escalation_buttons = flag(row, 5);
    settings.positive_feedback_prompt = text(row, 6);
    settings.request_human_support_prompt = text(row, 7);
    settings.human_support_confirmation_message = text(row, 8);
    settings.lead_notification = flag(row, 9);
    settings.lead_notification_email = emails(text(row, 10));
    settings.show_escalation_buttons_after_responses = flag(row, 11);
    return std::make_shared<human_support::SettingsRecord const>(human_support::SettingsRecord{
        human_support::detail::from_uuid_text(text(row, 2)).value(),
        human_support::ChatbotId::parse(text(row, 0)).value(),
        human_support::AccountId::parse(text(row, 1)).value(), std::string(text(row, 3)),
        std::move(settings), timestamp(row, 12), timestamp(row, 13),
        sqlite3_column_int64(row, 14)});
}

} // namespace

HandWritten::HandWritten(std::filesystem::path const& file,
                         human_support::SqliteOptions const& options)
    : database_(file, options),
      find_(database_.prepare(
          "SELECT chatbot_id, account_id, id, updated_by, enable_human_support, "
          "replace_all_other_suggestions_with_escalation_buttons, positive_feedback_prompt, "
          "request_human_support_prompt, human_support_confirmation_message, lead_notification, "
          "lead_notification_email, show_escalation_buttons_after_responses, created_at, "
          "updated_at, revision FROM human_support_settings WHERE chatbot_id = ?")),
      begin_(database_.prepare("BEGIN IMMEDIATE")),
      last_revision_(database_.prepare("SELECT last_revision FROM human_support_store")),
      current_revision_(
          database_.prepare("SELECT revision FROM human_support_settings WHERE chatbot_id = ?")),
      insert_(database_.prepare(insert_sql)),
      store_(database_.prepare(
          (std::string(insert_sql) +
           "ON CONFLICT (chatbot_id) DO UPDATE SET account_id = excluded.account_id, "
           "id = excluded.id, updated_by = excluded.updated_by, "
           "enable_human_support = excluded.enable_human_support, "
           "replace_all_other_suggestions_with_escalation_buttons = "
           "excluded.replace_all_other_suggestions_with_escalation_buttons, "
           "positive_feedback_prompt = excluded.positive_feedback_prompt, "
           "request_human_support_prompt = excluded.request_human_support_prompt, "
           "human_support_confirmation_message = excluded.human_support_confirmation_message, "
           "lead_notification = excluded.lead_notification, "
           "lead_notification_email = excluded.lead_notification_email, "
           "show_escalation_buttons_after_responses = "
           "excluded.show_escalation_buttons_after_responses, "
           "created_at = excluded.created_at, updated_at = excluded.updated_at, "
           "revision = excluded.revision")
              .c_str())),
      forget_erasure_(database_.prepare("DELETE FROM human_support_erasures WHERE chatbot_id = ?")),
      advance_counter_(database_.prepare("UPDATE human_support_store SET last_revision = ?")),
      commit_(database_.prepare("COMMIT")) {}

human_support::SettingsRecordPtr HandWritten::find(human_support::ChatbotId const& chatbot_id) {
    std::lock_guard const lock(mutex_);
    sqlite3_stmt* const row = find_.get();
    bind_text(row, 1, chatbot_id.str());
    auto record = sqlite3_step(row) == SQLITE_ROW ? read_record(row) : nullptr;
    database_.check(sqlite3_reset(row)); // repeats the failure of the step, if it failed
    return record;
}

human_support::Revision HandWritten::store(human_support::SettingsRecord const& record) {
    MadeTexts const texts(record);

    std::lock_guard const lock(mutex_);
    run(begin_);

    database_.check(sqlite3_step(last_revision_.get()), SQLITE_ROW);
    auto const revision = sqlite3_column_int64(last_revision_.get(), 0) + 1;
    sqlite3_reset(last_revision_.get());

    bind_text(current_revision_.get(), 1, record.chatbot_id.str());
    run(current_revision_);

    bind(store_.get(), record, texts, revision);
    run(store_);

    bind_text(forget_erasure_.get(), 1, record.chatbot_id.str());
    run(forget_erasure_);

    sqlite3_bind_int64(advance_counter_.get(), 1, revision);
    run(advance_counter_);
    run(commit_);
    return revision;
}

void HandWritten::insert(std::span<human_support::Write const> writes) {
    std::lock_guard const lock(mutex_);
    run(begin_);
    database_.check(sqlite3_step(last_revision_.get()), SQLITE_ROW);
    auto revision = sqlite3_column_int64(last_revision_.get(), 0);
    sqlite3_reset(last_revision_.get());
    for (auto const& write : writes) {
        MadeTexts const texts(*write.record());
        bind(insert_.get(), *write.record(), texts, ++revision);
        run(insert_);
    }
    sqlite3_bind_int64(advance_counter_.get(), 1, revision);
    run(advance_counter_);
    run(commit_);
}

void HandWritten::run(StatementPtr const& statement) const {
    sqlite3_step(statement.get());
    database_.check(sqlite3_reset(statement.get())); // repeats the failure of the step
}

} // namespace benchmarks
