// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "writer.hpp"

#include "writer_statements.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <new>
#include <set>

namespace human_support::postgresql {

namespace {

bool has_storable_times(Write const& write) {
    auto const is_storable = [](Timestamp time) {
        return time >= earliest_time && time <= latest_time;
    };
    auto const* record = write.record();
    return record == nullptr ||
           (is_storable(record->created_at) && is_storable(record->updated_at));
}

} // namespace

Result<std::unique_ptr<Writer>> Writer::start(std::unique_ptr<Connection> connection,
                                              Opening const& opening, std::string schema) {
    std::unique_ptr<Writer> writer(new Writer(opening, std::move(schema)));
    auto session = Session::start(std::move(connection), opening, writer->schema_, Purpose::writing,
                                  writer_statements());
    if (!session) {
        return session.error();
    }
    writer->session_.emplace(*std::move(session));
    return writer;
}

Result<Writer::Transaction> Writer::begin(engine::Moment) {
    staged_.clear();
    looks_ = 0;
    trouble_ = Trouble::none;
    if (!session_) {
        auto session = Session::open(opening_, schema_, Purpose::writing, writer_statements());
        if (!session) {
            return session.error();
        }
        session_.emplace(*std::move(session));
        ++opening_.counters.reconnects;
    }
    return Transaction(*this);
}

Result<void> Writer::add(std::span<engine::WriteCall* const> calls) {
    std::vector<std::string_view> chatbots;
    for (auto const* call : calls) {
        for (auto const& write : call->writes) {
            std::string_view const chatbot = write.chatbot_id().str();
            if (staged_.try_emplace(chatbot).second) {
                chatbots.push_back(chatbot);
            }
        }
    }
    RoundTrip trip(session_->connection());
    if (!is_open_) {
        trip.execute("begin");
        trip.execute("lock");
    }
    Parameters ids;
    ids.add_array(text_type, chatbots);
    trip.execute("current", ids);
    bool const is_first = !std::exchange(is_open_, true);
    auto const found = answers(trip);
    if (!found) {
        if (is_first && found.error() == Errc::busy && trouble_ == Trouble::none) {
            free_counter();
        }
        return found.error();
    }
    if (is_first) {
        auto const& locked = (*found)[1];
        auto const state = read_state(*session_, locked);
        if (!state) {
            return state.error();
        }
        before_ = *state;
        last_revision_ = before_.revision;
        locked.read(0, 0, id_);
    }
    ++looks_;
    auto const& current = found->back();
    for (int row = 0; row < current.row_count(); ++row) {
        std::string chatbot;
        Revision revision = no_revision;
        if (!current.read(row, 0, chatbot) || !current.read(row, 1, revision)) {
            return database_error(Errc::storage_failed, session_->connection().handle(),
                                  "has tables that somebody altered. Restore them, or a backup.");
        }
        if (auto const staged = staged_.find(chatbot); staged != staged_.end()) {
            staged->second.there = revision;
        }
    }
    for (auto* call : calls) {
        call->results = decide(call->writes);
    }
    if (last_revision_ == std::numeric_limits<Revision>::max()) {
        return database_error(Errc::storage_corrupt, session_->connection().handle(),
                              "has no revisions left, as if its counter were damaged. Restore a "
                              "backup.");
    }
    return {};
}

/// After a wait for the counter in vain: ends connections that hold it and have fallen silent in
/// the middle of what they send, of which the server takes no notice: it ends those that are idle.
void Writer::free_counter() {
    is_open_ = false;
    RoundTrip trip(session_->connection());
    trip.execute("rollback");
    trip.execute_sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                     "WHERE state = 'active' AND wait_event = 'ClientRead' "
                     "AND query_start < clock_timestamp() - $1 * interval '1 ms' "
                     "AND datname = current_database() AND pid IN (SELECT pid FROM pg_locks "
                     "WHERE granted AND relation = to_regclass('human_support_store'))",
                     {bigint_type.number},
                     Parameters(std::int64_t{opening_.options.timeout.count()}));
    auto const ended = answers(trip);
    if (ended && ended->back().row_count() > 0) {
        trouble_ = Trouble::conflict; // which is over
    }
}

/// Decides what happens to a batch, and stages it.
WriteResults Writer::decide(std::span<Write const> writes) {
    WriteResults results;
    results.reserve(writes.size());
    std::set<std::string_view> met;
    for (Write const& write : writes) {
        std::string_view const chatbot = write.chatbot_id().str();
        auto& staged = staged_.find(chatbot)->second;
        if (!met.insert(chatbot).second) {
            results.emplace_back(repeated_in_batch_error());
        } else if (auto checked = check_write(write, staged.current()); !checked) {
            results.emplace_back(std::move(checked).error());
        } else if (!has_storable_times(write)) {
            results.emplace_back(Error(Errc::invalid_argument,
                                       "PostgreSQL stores times from 4713 BC to 294276 AD only."));
        } else if (last_revision_ < std::numeric_limits<Revision>::max()) {
            staged.last = &write;
            staged.revision = ++last_revision_;
            results.emplace_back(FeedMark{before_.epoch, staged.revision});
        }
    }
    return results;
}

Result<void> Writer::commit(Transaction&) {
    bool const nothing = std::ranges::none_of(
        staged_, [](auto const& staged) { return staged.second.last != nullptr; });
    if (nothing) {
        return {}; // which rolls back
    }
    auto done = send_commit();
    if (!done && trouble_ != Trouble::connection) {
        return done;
    }
    is_open_ = false;
    if (!done || session_->connection().has_warned()) {
        return find_outcome();
    }
    ++opening_.counters.commits;
    return {};
}

Result<void> Writer::send_commit() {
    try {
        RoundTrip trip(session_->connection());
        write_staged(trip);
        trip.execute("advance_counter", Parameters(last_revision_));
        trip.execute("commit");
        auto const done = answers(trip);
        return done ? Result<void>() : done.error();
    } catch (std::bad_alloc const&) { // the answer is lost, as with the connection
        trouble_ = Trouble::connection;
        return Error(Errc::outcome_unknown);
    }
}

/// Adds what is staged to a round trip.
void Writer::write_staged(RoundTrip& trip) const {
    std::vector<StoredRecord> inserted;
    std::vector<StoredRecord> updated;
    std::vector<std::string_view> erased;
    std::vector<Revision> erasures;
    for (auto const& [chatbot, staged] : staged_) {
        if (staged.last == nullptr) {
            continue;
        }
        if (auto const* record = staged.last->record()) {
            (staged.there ? updated : inserted).push_back({record, staged.revision});
        } else {
            erased.push_back(chatbot);
            erasures.push_back(staged.revision);
        }
    }
    if (!updated.empty()) {
        trip.execute("update", record_parameters(updated));
    }
    if (!inserted.empty()) {
        trip.execute("insert", record_parameters(inserted));
        Parameters parameters;
        parameters.add_array(text_type, inserted,
                             [](StoredRecord const& stored) -> ChatbotId const& {
                                 return stored.record->chatbot_id;
                             });
        trip.execute("forget_erasures", parameters);
    }
    if (!erased.empty()) {
        Parameters parameters;
        parameters.add_array(text_type, erased);
        trip.execute("erase", parameters);
        parameters.add_array(bigint_type, erasures);
        trip.execute("note_erasures", parameters);
    }
}

bool Writer::may_try_again(engine::Moment came) noexcept {
    bool const in_time = std::chrono::steady_clock::now() < came + opening_.options.timeout;
    if (trouble_ == Trouble::none || (tries_++ > 0 && !in_time)) {
        return false;
    }
    ++opening_.counters.retries;
    return true;
}

Result<std::size_t> Writer::purge_some_erasures(engine::Purge& purge, engine::Moment came) {
    auto const transaction = begin(came);
    if (!transaction) {
        return transaction.error();
    }
    auto const any = std::numeric_limits<Revision>::max();
    RoundTrip look(session_->connection());
    look.execute("begin");
    look.execute("lock");
    look.execute("purge_erasures", Parameters(std::clamp(purge.before, earliest_time, latest_time),
                                              purge.renewed_at.value_or(any)));
    is_open_ = true;
    auto const purged = answers(look);
    if (!purged) {
        return purged.error();
    }
    auto const state = read_state(*session_, (*purged)[1]);
    if (!state) {
        return state.error();
    }
    auto const count = purged->back().changed_count();
    if (count == 0) {
        return count;
    }
    RoundTrip end(session_->connection());
    if (!purge.renewed_at) {
        end.execute_sql(new_epoch_sql());
    }
    end.execute("commit");
    if (auto const committed = answers(end); !committed) {
        // Once more, it would count only what it has not forgotten already.
        trouble_ = trouble_ == Trouble::connection ? Trouble::none : trouble_;
        return committed.error();
    }
    is_open_ = false;
    // A reader that began again after the epoch was renewed may know what was erased since then.
    purge.renewed_at = purge.renewed_at.value_or(state->revision);
    ++opening_.counters.commits;
    return count;
}

/// Sends a round trip. If it fails, notes what that means, and gives the connection up if need be,
/// which rolls back.
Result<std::vector<Answer>> Writer::answers(RoundTrip& trip) {
    auto answers = trip.answers();
    trouble_ = session_->connection().trouble();
    return answers;
}

void Writer::roll_back() noexcept {
    if (!session_) {
        return;
    }
    auto const trouble = session_->connection().trouble();
    bool is_lost = trouble == Trouble::connection || trouble == Trouble::stale;
    if (std::exchange(is_open_, false) && !is_lost) {
        try {
            RoundTrip trip(session_->connection());
            trip.execute("rollback");
            is_lost = !trip.answers();
        } catch (std::bad_alloc const&) {
            is_lost = true;
        }
    }
    if (is_lost) {
        session_.reset(); // which rolls back as well
    }
}

} // namespace human_support::postgresql
