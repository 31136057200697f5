// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "hand_written.hpp"

#include <human_support/detail/uuid_text.hpp>
#include <human_support/rfc3339.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace benchmarks {

namespace {

constexpr char const* columns =
    "chatbot_id, account_id, id, updated_by, enable_human_support, "
    "replace_all_other_suggestions_with_escalation_buttons, positive_feedback_prompt, "
    "request_human_support_prompt, human_support_confirmation_message, lead_notification, "
    "lead_notification_email, show_escalation_buttons_after_responses, created_at, updated_at, "
    "revision";

std::string_view text(PGresult const* rows, int column) {
    return {PQgetvalue(rows, 0, column), static_cast<std::size_t>(PQgetlength(rows, 0, column))};
}

std::int64_t number(std::string_view bytes) {
    std::uint64_t number = 0;
    for (char const byte : bytes) {
        number = (number << 8U) | static_cast<unsigned char>(byte);
    }
    return static_cast<std::int64_t>(number);
}

bool flag(PGresult const* rows, int column) { return *PQgetvalue(rows, 0, column) != 0; }

human_support::Timestamp timestamp(PGresult const* rows, int column) {
    constexpr std::chrono::sys_days first_moment{std::chrono::year{2000} / 1 / 1};
    return std::chrono::time_point_cast<std::chrono::milliseconds>(
        first_moment + std::chrono::microseconds(number(text(rows, column))));
}

std::vector<std::string> emails(std::string_view array) {
    std::vector<std::string> all;
    if (number(array.substr(0, 4)) == 0) {
        return all;
    }
    auto const count = number(array.substr(12, 4));
    array.remove_prefix(20);
    for (std::int64_t i = 0; i < count; ++i) {
        auto const length = static_cast<std::size_t>(number(array.substr(0, 4)));
        all.emplace_back(array.substr(4, length));
        array.remove_prefix(4 + length);
    }
    return all;
}

std::string array_text(std::vector<std::string> const& texts) {
    std::string all = "{";
    for (auto const& text : texts) {
        all += (all.size() == 1 ? "\"" : ",\"") + text + '"';
    }
    return all + '}';
}

char const* flag_text(bool flag) { return flag ? "t" : "f"; }

std::vector<std::string> values_of(human_support::SettingsRecord const& record,
                                   std::int64_t revision) {
    auto const& settings = record.settings;
    return {record.chatbot_id.str(),
            record.account_id.str(),
            human_support::detail::to_uuid_text(record.id),
            record.updated_by,
            flag_text(settings.enable_human_support),
            flag_text(settings.replace_all_other_suggestions_with_escalation_buttons),
            settings.positive_feedback_prompt,
            settings.request_human_support_prompt,
            settings.human_support_confirmation_message,
            flag_text(settings.lead_notification),
            array_text(settings.lead_notification_email),
            flag_text(settings.show_escalation_buttons_after_responses),
            human_support::to_rfc3339(record.created_at),
            human_support::to_rfc3339(record.updated_at),
            fmt::format("{}", revision)};
}

std::vector<char const*> pointers(std::vector<std::string> const& texts) {
    std::vector<char const*> all;
    all.reserve(texts.size());
    for (auto const& text : texts) {
        all.push_back(text.c_str());
    }
    return all;
}

} // namespace

HandWrittenPostgresql::HandWrittenPostgresql(std::string const& conninfo)
    : connection_(PQconnectdb(conninfo.c_str())) {
    if (PQstatus(connection_.get()) != CONNECTION_OK) {
        throw std::runtime_error(PQerrorMessage(connection_.get()));
    }
    auto const prepare = [this](char const* name, std::string const& sql) {
        PostgresqlResult const done(PQprepare(connection_.get(), name, sql.c_str(), 0, nullptr));
        if (PQresultStatus(done.get()) != PGRES_COMMAND_OK) {
            throw std::runtime_error(PQerrorMessage(connection_.get()));
        }
    };
    prepare("find",
            fmt::format("SELECT {} FROM human_support_settings WHERE chatbot_id = $1", columns));
    prepare("begin", "BEGIN");
    prepare("lock", "SELECT last_revision FROM human_support_store FOR UPDATE");
    prepare("current", "SELECT revision FROM human_support_settings WHERE chatbot_id = $1");
    prepare("store",
            fmt::format("INSERT INTO human_support_settings ({0}) VALUES "
                        "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) "
                        "ON CONFLICT (chatbot_id) DO UPDATE SET ({0}) = ROW (excluded.*)",
                        columns));
    prepare("advance", "UPDATE human_support_store SET last_revision = $1");
    prepare("commit", "COMMIT");
    prepare("one", "SELECT 1");
}

human_support::SettingsRecordPtr
HandWrittenPostgresql::find(human_support::ChatbotId const& chatbot_id) {
    auto const rows = execute("find", {chatbot_id.str()}, 1);
    if (PQntuples(rows.get()) == 0) {
        return nullptr;
    }
    auto const* row = rows.get();
    boost::uuids::uuid id;
    std::copy_n(PQgetvalue(row, 0, 2), 16, id.begin());
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
        id, human_support::ChatbotId::parse(text(row, 0)).value(),
        human_support::AccountId::parse(text(row, 1)).value(), std::string(text(row, 3)),
        std::move(settings), timestamp(row, 12), timestamp(row, 13), number(text(row, 14))});
}

void HandWrittenPostgresql::store(human_support::SettingsRecord const& record) {
    PQenterPipelineMode(connection_.get());
    send("begin", {});
    send("lock", {});
    send("current", {record.chatbot_id.str()});
    PQpipelineSync(connection_.get());
    std::int64_t revision = 0;
    for (int i = 0; i < 3; ++i) {
        PostgresqlResult const result(PQgetResult(connection_.get()));
        if (i == 1) {
            revision = std::stoll(PQgetvalue(result.get(), 0, 0)) + 1;
        }
        PostgresqlResult const end(PQgetResult(connection_.get()));
    }
    sync();
    send("store", values_of(record, revision));
    send("advance", {fmt::format("{}", revision)});
    send("commit", {});
    PQpipelineSync(connection_.get());
    for (int i = 0; i < 3; ++i) {
        PostgresqlResult const result(PQgetResult(connection_.get()));
        if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
            throw std::runtime_error(PQerrorMessage(connection_.get()));
        }
        PostgresqlResult const end(PQgetResult(connection_.get()));
    }
    sync();
    PQexitPipelineMode(connection_.get());
}

void HandWrittenPostgresql::select_one() { execute("one", {}, 0); }

void HandWrittenPostgresql::copy(std::span<human_support::SettingsRecord const> records) {
    run("DROP TABLE IF EXISTS copied");
    run("CREATE TABLE copied (LIKE human_support_settings INCLUDING ALL)");
    auto const sql = fmt::format("COPY copied ({}) FROM STDIN", columns);
    PostgresqlResult const begun(PQexec(connection_.get(), sql.c_str()));
    std::int64_t revision = 0;
    for (auto const& record : records) {
        std::string line;
        for (auto const& value : values_of(record, ++revision)) {
            for (char const c : value) { // of what has to be escaped, the records have no more
                line += c == '\\' ? "\\\\" : std::string(1, c);
            }
            line += '\t';
        }
        line.back() = '\n';
        PQputCopyData(connection_.get(), line.data(), static_cast<int>(line.size()));
    }
    PQputCopyEnd(connection_.get(), nullptr);
    PostgresqlResult const done(PQgetResult(connection_.get()));
    if (PQresultStatus(done.get()) != PGRES_COMMAND_OK) {
        throw std::runtime_error(PQerrorMessage(connection_.get()));
    }
    PostgresqlResult const end(PQgetResult(connection_.get()));
}

void HandWrittenPostgresql::run(char const* sql) {
    PostgresqlResult const done(PQexec(connection_.get(), sql));
    if (PQresultStatus(done.get()) != PGRES_COMMAND_OK) {
        throw std::runtime_error(PQerrorMessage(connection_.get()));
    }
}

PostgresqlResult HandWrittenPostgresql::execute(char const* statement,
                                                std::vector<std::string> const& texts,
                                                int result_format) {
    PostgresqlResult result(PQexecPrepared(connection_.get(), statement,
                                           static_cast<int>(texts.size()), pointers(texts).data(),
                                           nullptr, nullptr, result_format));
    if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) {
        throw std::runtime_error(PQerrorMessage(connection_.get()));
    }
    return result;
}

void HandWrittenPostgresql::send(char const* statement, std::vector<std::string> const& texts) {
    PQsendQueryPrepared(connection_.get(), statement, static_cast<int>(texts.size()),
                        pointers(texts).data(), nullptr, nullptr, 0);
}

void HandWrittenPostgresql::sync() {
    PostgresqlResult const result(PQgetResult(connection_.get()));
    if (PQresultStatus(result.get()) != PGRES_PIPELINE_SYNC) {
        throw std::runtime_error("the pipeline is not as expected");
    }
}

} // namespace benchmarks
