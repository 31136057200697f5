// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "writer_statements.hpp"

#include "engine/purge.hpp"
#include "record_columns.hpp"
#include "store_state.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace human_support::postgresql {

std::vector<Statement> writer_statements() {
    auto const written = [](std::string const& columns, std::string_view table) {
        return fmt::format("SELECT {} FROM {} WHERE chatbot_id = ANY($1) AND revision > $2",
                           columns, table);
    };
    return {
        Statement{"begin", "BEGIN"},
        Statement{"lock", fmt::format("SELECT pg_current_xact_id()::text, {} "
                                      "FROM human_support_store WHERE only_row FOR UPDATE",
                                      state_columns())},
        Statement{"current",
                  "SELECT chatbot_id, revision FROM human_support_settings "
                  "WHERE chatbot_id = ANY($1)",
                  {text_type.array}},
        insert_records_statement("insert"),
        update_records_statement("update"),
        Statement{"erase",
                  "DELETE FROM human_support_settings WHERE chatbot_id = ANY($1)",
                  {text_type.array}},
        Statement{"note_erasures",
                  "INSERT INTO human_support_erasures (chatbot_id, revision, erased_at) "
                  "SELECT chatbot_id, revision, now() FROM unnest($1, $2) "
                  "AS given (chatbot_id, revision) ON CONFLICT (chatbot_id) DO UPDATE "
                  "SET revision = excluded.revision, erased_at = excluded.erased_at",
                  {text_type.array, bigint_type.array}},
        Statement{"forget_erasures",
                  "DELETE FROM human_support_erasures WHERE chatbot_id = ANY($1)",
                  {text_type.array}},
        Statement{"advance_counter",
                  "UPDATE human_support_store SET last_revision = $1 WHERE only_row",
                  {bigint_type.number}},
        Statement{"commit", "COMMIT"},
        Statement{"rollback", "ROLLBACK"},
        Statement{
            "purge_erasures",
            fmt::format("DELETE FROM human_support_erasures WHERE chatbot_id IN "
                        "(SELECT chatbot_id FROM human_support_erasures "
                        "WHERE erased_at < $1 AND revision <= $2 ORDER BY erased_at LIMIT {})",
                        engine::most_purged_at_once),
            {timestamp_type.number, bigint_type.number}},
        Statement{"outcome", "SELECT pg_xact_status(CAST($1 AS xid8))", {text_type.number}},
        Statement{"written",
                  written(record_columns(), "human_support_settings") + " UNION ALL " +
                      written(erasure_columns(), "human_support_erasures"),
                  {text_type.array, bigint_type.number}},
    };
}

} // namespace human_support::postgresql
