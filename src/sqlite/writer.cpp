// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "writer.hpp"

#include "record_columns.hpp"
#include "schema.hpp"

#include <set>
#include <string>
#include <string_view>

namespace human_support::sqlite {

namespace {

/// Runs a statement that returns no row.
template <class... Parameters>
Result<void> run(Statement& statement, Parameters const&... parameters) {
    Execution execution(statement);
    (execution.bind(parameters), ...);
    if (auto const done = execution.next(); !done) {
        return done.error();
    }
    return {};
}

} // namespace

Result<std::unique_ptr<Writer>> Writer::open(std::string const& file,
                                             SqliteOptions const& options) {
    auto connection = Connection::open(file, options);
    if (!connection) {
        return connection.error();
    }
    if (auto prepared = prepare_schema(*connection, options.create); !prepared) {
        return prepared.error();
    }
    auto statements = prepare(*connection);
    if (!statements) {
        return statements.error();
    }
    return std::unique_ptr<Writer>(new Writer(*std::move(connection), *std::move(statements)));
}

Result<Writer::Statements> Writer::prepare(Connection& connection) {
    auto counter = connection.prepare("SELECT last_revision, schema_version, oldest_compatible "
                                      "FROM human_support_store");
    auto current_revision =
        connection.prepare("SELECT revision FROM human_support_settings WHERE chatbot_id = ?");
    auto store_record = connection.prepare(store_record_sql());
    auto forget_erasure =
        connection.prepare("DELETE FROM human_support_erasures WHERE chatbot_id = ?");
    auto erase_record =
        connection.prepare("DELETE FROM human_support_settings WHERE chatbot_id = ?");
    auto note_erasure = connection.prepare(
        "INSERT INTO human_support_erasures (chatbot_id, revision) VALUES (?, ?) "
        "ON CONFLICT (chatbot_id) DO UPDATE SET revision = excluded.revision");
    auto advance_counter = connection.prepare("UPDATE human_support_store SET last_revision = ?");
    for (auto const* statement : {&counter, &current_revision, &store_record, &forget_erasure,
                                  &erase_record, &note_erasure, &advance_counter}) {
        if (!*statement) {
            return statement->error();
        }
    }
    return Statements{*std::move(counter),        *std::move(current_revision),
                      *std::move(store_record),   *std::move(forget_erasure),
                      *std::move(erase_record),   *std::move(note_erasure),
                      *std::move(advance_counter)};
}

Result<WriteResults> Writer::write(std::span<Write const> writes) {
    auto transaction = Transaction::write(connection_);
    if (!transaction) {
        return transaction.error();
    }
    if (auto there = connection_.check_not_moved(); !there) {
        return there.error();
    }
    auto const before = last_revision();
    if (!before) {
        return before.error();
    }
    Revision last = *before;
    WriteResults results;
    results.reserve(writes.size());
    std::set<std::string_view> met;
    for (Write const& write : writes) {
        if (!met.insert(write.chatbot_id().str()).second) {
            results.emplace_back(repeated_in_batch());
            continue;
        }
        auto const current = current_revision(write.chatbot_id());
        if (!current) {
            return current.error();
        }
        if (auto error = refusal(write, *current)) {
            results.emplace_back(*std::move(error));
            continue;
        }
        if (auto applied = apply(write, last + 1); !applied) {
            return applied.error();
        }
        results.emplace_back(++last);
    }
    if (last == *before) {
        return results;
    }
    if (auto advanced = run(statements_.advance_counter, last); !advanced) {
        return advanced.error();
    }
    if (auto committed = transaction->commit(); !committed) {
        return committed.error();
    }
    return results;
}

Result<Revision> Writer::last_revision() {
    Execution execution(statements_.counter);
    auto const row = execution.next();
    if (!row) {
        return row.error();
    }
    // Another process may have brought the file to a newer schema since it was opened.
    if (auto compatible = check_compatible(connection_, execution.integer(1), execution.integer(2));
        !compatible) {
        return compatible.error();
    }
    return execution.integer(0);
}

Result<std::optional<Revision>> Writer::current_revision(ChatbotId const& chatbot_id) {
    Execution execution(statements_.current_revision);
    execution.bind(chatbot_id.str());
    auto const row = execution.next();
    if (!row) {
        return row.error();
    }
    return *row ? std::optional(execution.integer(0)) : std::nullopt;
}

Result<void> Writer::apply(Write const& write, Revision revision) {
    std::string const& chatbot_id = write.chatbot_id().str();
    if (auto const* record = write.record()) {
        auto stored = store_record(statements_.store_record, *record, revision);
        return stored ? run(statements_.forget_erasure, chatbot_id) : stored;
    }
    auto erased = run(statements_.erase_record, chatbot_id);
    return erased ? run(statements_.note_erasure, chatbot_id, revision) : erased;
}

} // namespace human_support::sqlite
