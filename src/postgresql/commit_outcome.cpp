// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// What a writer does after a commit without an answer.
#include "writer.hpp"
#include "writer_statements.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace human_support::postgresql {

/// Answers for a commit that had no answer, or one with a warning: whether it is stored. If it is
/// not, the failure is one to try again after.
Result<void> Writer::find_outcome() {
    ++opening_.counters.unclear_commits;
    auto lost = *std::move(session_);
    session_.reset();
    lost.close(); // what is not yet committed ends with it
    auto const unknown = [&](std::string_view why) {
        trouble_ = Trouble::none;
        return Error(
            Errc::outcome_unknown,
            fmt::format("The server did not answer to a commit, and {} Read to check.", why));
    };
    auto fresh = Session::open(opening_, schema_, Purpose::writing, writer_statements());
    if (!fresh) {
        return unknown("it cannot be asked: " + fresh.error().message());
    }
    if (!fresh->is_same_server(lost)) {
        return unknown("another one has taken its place.");
    }
    auto const stored = is_stored(*fresh);
    if (!stored) {
        return unknown("it does not tell what became of it: " + stored.error().message());
    }
    session_.emplace(*std::move(fresh));
    ++opening_.counters.reconnects;
    if (*stored) {
        ++opening_.counters.commits;
        return {};
    }
    trouble_ = Trouble::connection;
    return database_error(Errc::storage_failed, session_->connection().handle(),
                          "lost the connection and stored nothing. Try again.");
}

/// Asks whether the transaction is committed. An error means that this cannot be told.
Result<bool> Writer::is_stored(Session const& fresh) const {
    // The counter's lock waits for the end of the transaction, if that is still under way.
    RoundTrip look(fresh.connection());
    look.execute("begin");
    look.execute("lock");
    look.execute("outcome", Parameters(id_));
    Parameters written;
    std::vector<std::string_view> chatbots;
    for (auto const& [chatbot, staged] : staged_) {
        chatbots.push_back(chatbot);
    }
    written.add_array(text_type, chatbots);
    written.add(before_.revision);
    look.execute("written", written);
    auto const found = look.answers();
    if (!found) {
        return found.error();
    }
    auto const now = read_state(fresh, (*found)[1]);
    if (!now) {
        return now.error();
    }
    std::string outcome;
    (*found)[2].read(0, 0, outcome);
    if (*now == before_ || outcome == "aborted") {
        RoundTrip end(fresh.connection());
        end.execute("rollback");
        auto const ended = end.answers();
        return ended ? Result<bool>(false) : ended.error();
    }
    // A server that crashed may give the number of the transaction to another one. So what counts
    // is what is there; all of it is, if one of the writes is.
    if (!has_a_write(fresh.connection(), found->back())) {
        return Error(Errc::outcome_unknown, "Others have written the same since.");
    }
    // Waits until a synchronous standby has it, too.
    RoundTrip end(fresh.connection());
    end.execute("advance_counter", Parameters(now->revision));
    end.execute("commit");
    auto const ended = end.answers();
    if (!ended || fresh.connection().has_warned()) {
        return ended ? Error(Errc::outcome_unknown, "A standby does not answer.") : ended.error();
    }
    return true;
}

/// Tells whether the rows have one of the staged writes, just as it would have been stored.
bool Writer::has_a_write(Connection const& connection, Answer const& rows) const {
    for (int row = 0; row < rows.row_count(); ++row) {
        std::string chatbot;
        Revision revision = no_revision;
        rows.read(row, engine::record_member_index("chatbot_id"), chatbot);
        rows.read(row, engine::record_member_index("revision"), revision);
        auto const staged = staged_.find(chatbot);
        if (staged == staged_.end() || staged->second.last == nullptr ||
            staged->second.revision != revision) {
            continue;
        }
        auto const* record = staged->second.last->record();
        bool const is_erasure = rows.is_null(row, engine::record_member_index("id"));
        if (record == nullptr || is_erasure) {
            if (record == nullptr && is_erasure) {
                return true;
            }
            continue;
        }
        auto expected = *record;
        expected.revision = revision;
        expected.epoch = no_epoch;
        if (auto const there = read_record(connection, rows, row); there == expected) {
            return true;
        }
    }
    return false;
}

} // namespace human_support::postgresql
