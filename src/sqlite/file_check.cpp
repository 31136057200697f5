// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "file_check.hpp"

#include "record_columns.hpp"

#include <fmt/format.h>

#include <array>

namespace human_support::sqlite {

namespace {

constexpr int most_findings = 100; // of each kind

/// A promise of the store, with a query for the chatbots that break it. The queries read the tables
/// and not the indexes, which `integrity_check` compares with the tables.
struct Promise {
    char const* broken;
    char const* sql;
};

constexpr std::array promises{
    Promise{"has more than one record", "SELECT chatbot_id FROM human_support_settings NOT INDEXED "
                                        "GROUP BY chatbot_id HAVING count(*) > 1"},
    Promise{"has a record and an erasure",
            "SELECT chatbot_id FROM human_support_settings NOT INDEXED "
            "WHERE chatbot_id IN (SELECT chatbot_id FROM human_support_erasures NOT INDEXED)"},
    Promise{"was erased, but its id is not valid",
            "SELECT chatbot_id FROM human_support_erasures NOT INDEXED WHERE chatbot_id = '' OR "
            "length(chatbot_id) > 128 OR chatbot_id GLOB '*[^-A-Za-z0-9._~]*'"},
    Promise{"has a revision that the change feed cannot reach",
            "SELECT chatbot_id FROM ("
            "SELECT chatbot_id, revision FROM human_support_settings NOT INDEXED UNION ALL "
            "SELECT chatbot_id, revision FROM human_support_erasures NOT INDEXED) "
            "WHERE revision < 1 OR revision > (SELECT last_revision FROM human_support_store)"},
    Promise{"shares its revision with another chatbot",
            "SELECT max(chatbot_id) FROM ("
            "SELECT chatbot_id, revision FROM human_support_settings NOT INDEXED UNION ALL "
            "SELECT chatbot_id, revision FROM human_support_erasures NOT INDEXED) "
            "GROUP BY revision HAVING count(*) > 1"},
};

class FileCheck {
public:
    explicit FileCheck(Connection& connection) : connection_(connection) {}

    Result<std::vector<std::string>> run() {
        // One transaction, so that all findings are about the same state.
        auto const transaction = Transaction::read(connection_);
        if (!transaction) {
            return transaction.error();
        }
        for (auto const step : {&FileCheck::check_pages, &FileCheck::check_store,
                                &FileCheck::check_records, &FileCheck::check_promises}) {
            auto const done = (this->*step)();
            if (!done && done.error().code() != Errc::storage_corrupt) {
                return done.error();
            }
            if (!done) {
                findings_.push_back(done.error().message()); // what comes after it is unknown
            }
        }
        return std::move(findings_);
    }

private:
    Result<void> check_pages() {
        return connection_.for_each_row(fmt::format("PRAGMA integrity_check({})", most_findings),
                                        [this](Execution const& row) {
                                            if (row.text(0) != "ok") {
                                                findings_.emplace_back(row.text(0));
                                            }
                                        });
    }

    Result<void> check_store() {
        return connection_.for_each_row(
            "SELECT count(*) FROM human_support_store NOT INDEXED "
            "WHERE epoch > 0 AND last_revision >= 0",
            [this](Execution const& row) {
                if (row.integer(0) != 1) {
                    findings_.emplace_back("The table human_support_store must have one row.");
                }
            });
    }

    Result<void> check_records() {
        return connection_.for_each_row(
            fmt::format("SELECT {} FROM human_support_settings NOT INDEXED", record_columns()),
            [this, damaged = 0](Execution const& row) mutable {
                auto const record = read_record(row);
                if (!record && ++damaged <= most_findings) {
                    findings_.push_back(record.error().message());
                }
            });
    }

    Result<void> check_promises() {
        for (auto const& promise : promises) {
            auto checked = connection_.for_each_row(
                fmt::format("{} LIMIT {}", promise.sql, most_findings), [&](Execution const& row) {
                    findings_.push_back(
                        fmt::format("The chatbot '{}' {}.", row.text(0), promise.broken));
                });
            if (!checked) {
                return checked;
            }
        }
        return {};
    }

    Connection& connection_;
    std::vector<std::string> findings_;
};

} // namespace

Result<std::vector<std::string>> check_file(Connection& connection) {
    auto findings = FileCheck(connection).run();
    auto unchanged = connection.check_unchanged();
    return unchanged ? findings : unchanged.error();
}

} // namespace human_support::sqlite
