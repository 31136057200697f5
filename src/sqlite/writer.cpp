// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "writer.hpp"

#include "record_columns.hpp"
#include "schema.hpp"
#include "sqlite_error.hpp"

#include <fmt/format.h>

#include <chrono>
#include <limits>
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

Result<std::unique_ptr<Writer>> Writer::open(Opening const& opening) {
    auto connection = Connection::open_as_it_is(opening);
    if (!connection) {
        return connection.error();
    }
    auto const is_wal = connection->is_wal();
    if (!is_wal) {
        return is_wal.error();
    }
    if (!*is_wal) { // a file that is not for us must not be turned to it
        if (auto checked = check_tables(*connection, opening.options.create); !checked) {
            return checked.error();
        }
        if (auto turned = connection->turn_to_wal(); !turned) {
            return turned.error();
        }
    }
    if (auto configured = connection->configure(opening.options); !configured) {
        return configured.error();
    }
    if (auto prepared = prepare_schema(*connection, opening.options.create); !prepared) {
        return prepared.error();
    }
    if (opening.options.synchronous == Synchronous::normal) {
        // A loss of power may have lost revisions, which will be used again.
        if (auto renewed = renew_epoch(*connection); !renewed) {
            return renewed.error();
        }
    }
    auto statements = prepare(*connection);
    if (!statements) {
        return statements.error();
    }
    auto checkpoint = Checkpoint::open(opening.of_existing());
    if (!checkpoint) {
        return checkpoint.error();
    }
    return std::unique_ptr<Writer>(
        new Writer(*std::move(connection), *std::move(statements), *std::move(checkpoint),
                   opening.options.wal_autocheckpoint, opening.counters));
}

Writer::Writer(Connection connection, Statements statements, Checkpoint checkpoint,
               std::size_t wal_autocheckpoint, Counters& counters)
    : connection_(std::move(connection)), statements_(std::move(statements)),
      checkpoint_(std::move(checkpoint)), wal_autocheckpoint_(wal_autocheckpoint),
      counters_(counters) {
    auto const note_pages = [](void* pages_in_wal, sqlite3*, char const*, int pages) {
        *static_cast<std::size_t*>(pages_in_wal) = static_cast<std::size_t>(pages);
        return SQLITE_OK;
    };
    sqlite3_wal_hook(connection_.handle(), note_pages, &wal_pages_);
}

Result<Writer::Statements> Writer::prepare(Connection& connection) {
    return connection.prepare_all<Statements>(
        "SELECT epoch, last_revision, schema_version, oldest_compatible FROM human_support_store",
        "SELECT revision, account_id FROM human_support_settings WHERE chatbot_id = ?",
        store_record_sql(),
        "UPDATE human_support_settings SET account_id = ?2 WHERE chatbot_id = ?1",
        "DELETE FROM human_support_erasures WHERE chatbot_id = ?",
        "DELETE FROM human_support_settings WHERE chatbot_id = ?",
        "INSERT INTO human_support_erasures (chatbot_id, revision, erased_at) VALUES (?, ?, ?) "
        "ON CONFLICT (chatbot_id) DO UPDATE SET revision = excluded.revision, "
        "erased_at = excluded.erased_at",
        "UPDATE human_support_store SET last_revision = ?",
        // The plus keeps SQLite from the index by revision, which it may take for the better one.
        fmt::format("DELETE FROM human_support_erasures WHERE chatbot_id IN "
                    "(SELECT chatbot_id FROM human_support_erasures "
                    "WHERE erased_at < ? AND +revision <= ? ORDER BY erased_at LIMIT {})",
                    engine::most_purged_at_once));
}

Result<Transaction> Writer::begin(engine::Moment came) {
    connection_.wait_until(connection_.deadline_of(came));
    auto transaction = Transaction::write(connection_);
    if (!transaction) {
        return transaction.error();
    }
    if (auto there = connection_.check_not_moved(); !there) {
        return there.error();
    }
    auto const last = last_mark();
    if (!last) {
        return last.error();
    }
    committed_ = last_ = *last;
    return transaction;
}

Result<void> Writer::add(std::span<engine::WriteCall* const> calls) {
    for (auto* call : calls) {
        auto results = add(call->writes);
        if (!results) {
            return results.error();
        }
        call->results = *std::move(results);
    }
    return {};
}

Result<WriteResults> Writer::add(std::span<Write const> writes) {
    WriteResults results;
    results.reserve(writes.size());
    std::set<std::string_view> met;
    for (Write const& write : writes) {
        if (!met.insert(write.chatbot_id().str()).second) {
            results.emplace_back(repeated_in_batch_error());
            continue;
        }
        auto const there = current(write.chatbot_id());
        if (!there) {
            return there.error();
        }
        if (auto met_expectation = check_write(write, there->revision); !met_expectation) {
            results.emplace_back(std::move(met_expectation).error());
            continue;
        }
        if (last_.revision == std::numeric_limits<Revision>::max()) {
            return file_error(Errc::storage_corrupt, connection_.file(),
                              "has no revisions left, as if its counter were damaged. "
                              "Restore a backup.");
        }
        if (auto applied = apply(write, *there, last_.revision + 1); !applied) {
            return applied.error();
        }
        ++last_.revision;
        results.emplace_back(last_);
    }
    return results;
}

Result<void> Writer::commit(Transaction& transaction) {
    if (last_ == committed_) {
        return {};
    }
    if (auto advanced = run(statements_.advance_counter, last_.revision); !advanced) {
        return advanced;
    }
    auto committed = transaction.commit();
    counters_.commits += committed ? 1 : 0;
    return committed;
}

void Writer::after_turn() noexcept {
    if (wal_pages_ >= wal_autocheckpoint_ && checkpoint_.run(connection_)) {
        wal_pages_ = 0;
    }
}

Result<std::size_t> Writer::purge_some_erasures(engine::Purge& purge, engine::Moment came) {
    auto transaction = begin(came);
    if (!transaction) {
        return transaction.error();
    }
    // A reader that began again after the epoch was renewed may know what was erased since then.
    auto const last_revision = purge.renewed_at.value_or(last_.revision);
    if (auto purged =
            run(statements_.purge_erasures, purge.before.time_since_epoch().count(), last_revision);
        !purged) {
        return purged.error();
    }
    auto const count = sqlite3_changes(connection_.handle());
    if (count == 0) {
        return std::size_t{0};
    }
    if (!purge.renewed_at) {
        if (auto renewed = renew_epoch(connection_); !renewed) {
            return renewed.error();
        }
    }
    if (auto committed = transaction->commit(); !committed) {
        return committed.error();
    }
    purge.renewed_at = last_revision;
    ++counters_.commits;
    return static_cast<std::size_t>(count);
}

Result<FeedMark> Writer::last_mark() {
    Execution execution(statements_.counter);
    auto const row = execution.next();
    if (!row) {
        return row.error();
    }
    if (!*row) {
        return execution.damaged("no revision counter");
    }
    // Another process may have brought the file to a newer schema since it was opened.
    if (auto compatible =
            check_compatible(connection_, {execution.integer(2), execution.integer(3)});
        !compatible) {
        return compatible.error();
    }
    return FeedMark{execution.integer(0), execution.integer(1)};
}

Result<Writer::Current> Writer::current(ChatbotId const& chatbot_id) {
    Execution execution(statements_.current);
    execution.bind(chatbot_id.str());
    auto const row = execution.next();
    if (!row) {
        return row.error();
    }
    return *row ? Current{execution.integer(0), std::string(execution.text(1))} : Current{};
}

Result<void> Writer::apply(Write const& write, Current const& current, Revision revision) {
    std::string const& chatbot_id = write.chatbot_id().str();
    if (auto const* record = write.record()) {
        auto stored = store_record(statements_.store_record, *record, revision);
        if (stored && !current.revision) {
            return run(statements_.forget_erasure, chatbot_id);
        }
        std::string const& account_id = record->account_id.str();
        if (stored && current.account_id != account_id) {
            return run(statements_.change_account, chatbot_id, account_id);
        }
        return stored;
    }
    auto erased = run(statements_.erase_record, chatbot_id);
    auto const now =
        std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    return erased ? run(statements_.note_erasure, chatbot_id, revision,
                        std::int64_t{now.time_since_epoch().count()})
                  : erased;
}

} // namespace human_support::sqlite
