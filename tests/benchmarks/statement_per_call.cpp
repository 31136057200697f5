// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "statement_per_call.hpp"

#include <human_support/detail/uuid_text.hpp>

#include <SQLiteCpp/Statement.h>
#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>
#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace benchmarks {

namespace {

std::vector<std::string> emails(std::string const& json) {
    return json == "[]" ? std::vector<std::string>()
                        : boost::json::value_to<std::vector<std::string>>(boost::json::parse(json));
}

human_support::Timestamp timestamp(SQLite::Column const& column) {
    return human_support::Timestamp(std::chrono::milliseconds(column.getInt64()));
}

} // namespace

StatementPerCall::StatementPerCall(std::filesystem::path const& file, std::size_t page_cache)
    : database_(file.string(), SQLite::OPEN_READONLY) {
    database_.exec(fmt::format("PRAGMA cache_size = -{}", page_cache / 1024)); // KiB if negative
}

human_support::SettingsRecordPtr
StatementPerCall::find(human_support::ChatbotId const& chatbot_id) {
    SQLite::Statement row(
        database_,
        "SELECT chatbot_id, account_id, id, updated_by, enable_human_support, "
        "replace_all_other_suggestions_with_escalation_buttons, positive_feedback_prompt, "
        "request_human_support_prompt, human_support_confirmation_message, lead_notification, "
        "lead_notification_email, show_escalation_buttons_after_responses, created_at, updated_at, "
        "revision FROM human_support_settings WHERE chatbot_id = ?");
    row.bind(1, chatbot_id.str());
    if (!row.executeStep()) {
        return nullptr;
    }
    human_support::HumanSupportSettings settings;
    settings.enable_human_support = row.getColumn(4).getInt() != 0;
    settings.replace_all_other_suggestions_with_escalation_buttons = row.getColumn(5).getInt() != 0;
    settings.positive_feedback_prompt = row.getColumn(6).getString();
    settings.request_human_support_prompt = row.getColumn(7).getString();
    settings.human_support_confirmation_message = row.getColumn(8).getString();
    settings.lead_notification = row.getColumn(9).getInt() != 0;
    settings.lead_notification_email = emails(row.getColumn(10).getString());
    settings.show_escalation_buttons_after_responses = row.getColumn(11).getInt() != 0;
    return std::make_shared<human_support::SettingsRecord const>(human_support::SettingsRecord{
        human_support::detail::from_uuid_text(row.getColumn(2).getString()).value(),
        human_support::ChatbotId::parse(row.getColumn(0).getString()).value(),
        human_support::AccountId::parse(row.getColumn(1).getString()).value(),
        row.getColumn(3).getString(), std::move(settings), timestamp(row.getColumn(12)),
        timestamp(row.getColumn(13)), row.getColumn(14).getInt64()});
}

} // namespace benchmarks
