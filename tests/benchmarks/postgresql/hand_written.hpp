// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/settings_record.hpp>

#include <libpq-fe.h>

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace benchmarks {

struct ClearResult {
    void operator()(PGresult* result) const noexcept { PQclear(result); }
};
using PostgresqlResult = std::unique_ptr<PGresult, ClearResult>;

/// The baseline: what one would write by hand with libpq for one program, on the tables that the
/// library made. One connection with prepared statements, for one thread.
class HandWrittenPostgresql {
public:
    explicit HandWrittenPostgresql(std::string const& conninfo);

    /// A statement with a binary result.
    [[nodiscard]] human_support::SettingsRecordPtr find(human_support::ChatbotId const& chatbot_id);

    /// Stores `record` whatever is there, in two round trips: begin and lock; write and commit.
    /// Once this returns it is durable.
    void store(human_support::SettingsRecord const& record);

    /// Runs `SELECT 1`, prepared.
    void select_one();

    /// Copies records into a new table with the same columns and indexes (COPY).
    void copy(std::span<human_support::SettingsRecord const> records);

private:
    void run(char const* sql);
    PostgresqlResult execute(char const* statement, std::vector<std::string> const& texts,
                             int result_format);
    void send(char const* statement, std::vector<std::string> const& texts);
    void sync();

    struct Finish {
        void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
    };
    std::unique_ptr<PGconn, Finish> connection_;
};

} // namespace benchmarks
