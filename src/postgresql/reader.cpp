// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "reader.hpp"

#include "record_columns.hpp"
#include "store_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace human_support::postgresql {

namespace {

constexpr int chatbot_id_column = engine::record_member_index("chatbot_id");
constexpr int id_column = engine::record_member_index("id");
constexpr int revision_column = engine::record_member_index("revision");

/// Each answers with the store's epoch, also if there is nothing else.
std::array<Statement, 5> statements() {
    auto const columns = record_columns();
    auto const always =
        fmt::format("SELECT {}, {} FROM (SELECT) AS always LEFT JOIN", columns, epoch_column());
    auto const rows = fmt::format("SELECT {} FROM human_support_settings WHERE", columns);
    return {
        Statement{
            "find", always + " human_support_settings ON chatbot_id = $1", {text_type.number}},
        Statement{"list",
                  fmt::format("{} ({} chatbot_id > $1 ORDER BY chatbot_id LIMIT $2) AS found "
                              "ON true ORDER BY chatbot_id",
                              always, rows),
                  {text_type.number, bigint_type.number}},
        Statement{"list_of_account",
                  fmt::format("{} ({} account_id = $3 AND chatbot_id > $1 ORDER BY chatbot_id "
                              "LIMIT $2) AS found ON true ORDER BY chatbot_id",
                              always, rows),
                  {text_type.number, bigint_type.number, text_type.number}},
        Statement{"state", fmt::format("SELECT {} FROM human_support_store WHERE only_row",
                                       state_columns())},
        // Each half has a limit, so that it reads no more from its index.
        Statement{"changes",
                  fmt::format("SELECT {}, {} FROM human_support_store LEFT JOIN ("
                              "({} revision > $1 ORDER BY revision LIMIT $2) UNION ALL "
                              "(SELECT {} FROM human_support_erasures WHERE revision > $1 "
                              "ORDER BY revision LIMIT $2) ORDER BY revision LIMIT $2) AS found "
                              "ON true WHERE only_row ORDER BY revision",
                              columns, state_columns(), rows, erasure_columns()),
                  {bigint_type.number, bigint_type.number}},
    };
}

} // namespace

Result<std::unique_ptr<Reader>> Reader::open(Opening const& opening, std::string const& schema) {
    std::unique_ptr<Reader> reader(new Reader(opening, schema));
    if (auto connected = reader->connect(); !connected) {
        return connected.error();
    }
    return reader;
}

Result<void> Reader::connect() {
    auto session = Session::open(opening_, schema_, Purpose::reading, statements());
    if (!session) {
        return session.error();
    }
    session_.emplace(*std::move(session));
    return {};
}

Result<Answer> Reader::ask(char const* statement, Parameters const& parameters) {
    // Without memory a call may have left its answer there, which is no answer to this one.
    if (session_ && session_->connection().trouble() == Trouble::connection) {
        session_.reset();
    }
    for (bool is_fresh = false;; is_fresh = true) {
        if (!session_) {
            if (auto connected = connect(); !connected) {
                return connected.error();
            }
            ++opening_.counters.reconnects;
        }
        auto answers = [&] {
            RoundTrip trip(session_->connection()); // ends before the session
            trip.execute(statement, parameters);
            return trip.answers();
        }();
        if (answers) {
            return std::move(answers->front());
        }
        auto const trouble = session_->connection().trouble();
        if (trouble == Trouble::connection || trouble == Trouble::stale) {
            session_.reset();
        }
        if (trouble == Trouble::none || is_fresh) {
            return answers.error();
        }
        ++opening_.counters.retries;
    }
}

Result<Reader::Found> Reader::look_up(char const* statement, Parameters const& parameters) {
    auto answer = ask(statement, parameters);
    if (!answer) {
        return answer.error();
    }
    auto const epoch = read_epoch(*session_, *answer);
    if (!epoch) {
        return epoch.error();
    }
    return Found{*std::move(answer), *epoch};
}

Result<SettingsRecordPtr> Reader::find(ChatbotId const& chatbot_id) {
    auto const found = look_up("find", Parameters(chatbot_id));
    if (!found) {
        return found.error();
    }
    if (found->rows.is_null(0, chatbot_id_column)) {
        return SettingsRecordPtr();
    }
    return record_of(found->rows, 0, found->epoch);
}

Result<Page> Reader::list(PageRequest const& request) {
    auto const limit = std::min(request.limit, max_page_size);
    Parameters parameters(request.after ? request.after->str() : std::string(),
                          static_cast<std::int64_t>(limit + 1)); // one more tells of a next page
    if (request.account_id) {
        parameters.add(*request.account_id);
    }
    auto const found = look_up(request.account_id ? "list_of_account" : "list", parameters);
    if (!found) {
        return found.error();
    }
    auto const& [rows, epoch] = *found;
    std::vector<SettingsRecordPtr> records;
    for (int row = 0; row < rows.row_count() && !rows.is_null(row, revision_column); ++row) {
        auto record = record_of(rows, row, epoch);
        if (!record) {
            return record.error();
        }
        records.push_back(*std::move(record));
    }
    return make_page(std::move(records), limit);
}

Result<FeedPage> Reader::changes(std::optional<FeedMark> const& mark, std::size_t limit) {
    // Mostly there is nothing new, and the state alone says so at less cost.
    auto page = changes_in("state", {}, mark);
    auto const seen = mark ? mark->revision : no_revision;
    if (!page || limit == 0 || page->mark.revision == seen) {
        return page;
    }
    limit = std::min(limit, max_page_size);
    page = changes_in("changes", Parameters(seen, static_cast<std::int64_t>(limit)), mark);
    if (page && page->changes.size() == limit) {
        page->mark.revision = page->changes.back().revision;
    }
    return page;
}

/// What a statement answers before the store's state, as changes, with the mark of that state.
Result<FeedPage> Reader::changes_in(char const* statement, Parameters const& parameters,
                                    std::optional<FeedMark> const& mark) {
    auto const rows = ask(statement, parameters);
    if (!rows) {
        return rows.error();
    }
    auto const state = read_state(*session_, *rows);
    if (!state) {
        return state.error();
    }
    if (mark && (mark->epoch != state->epoch || mark->revision > state->revision)) {
        return Errc::feed_restarted;
    }
    FeedPage page{{}, *state};
    for (int row = 0; row < rows->row_count() && !rows->is_null(row, revision_column); ++row) {
        auto change = change_of(*rows, row, state->epoch);
        if (!change) {
            return change.error();
        }
        page.changes.push_back(*std::move(change));
    }
    return page;
}

Result<SettingsRecordPtr> Reader::record_of(Answer const& answer, int row, Epoch epoch) {
    auto record = read_record(session_->connection(), answer, row);
    if (!record) {
        return record.error();
    }
    FeedMark const mark{epoch, record->revision};
    return stored_record(*std::move(record), mark);
}

Result<FeedChange> Reader::change_of(Answer const& answer, int row, Epoch epoch) {
    if (!answer.is_null(row, id_column)) {
        auto record = record_of(answer, row, epoch);
        if (!record) {
            return record.error();
        }
        return FeedChange{(*record)->chatbot_id, (*record)->revision, *record};
    }
    std::string text;
    Revision revision = no_revision;
    answer.read(row, chatbot_id_column, text);
    auto chatbot_id = ChatbotId::parse(text);
    if (!chatbot_id || !answer.read(row, revision_column, revision)) {
        return database_error(Errc::storage_corrupt, session_->connection().handle(),
                              "holds an erasure with a damaged chatbot id. Restore a backup.");
    }
    return FeedChange{*std::move(chatbot_id), revision, nullptr};
}

} // namespace human_support::postgresql
