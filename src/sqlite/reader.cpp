// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "reader.hpp"

#include "record_columns.hpp"
#include "schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace human_support::sqlite {

namespace {

Result<FeedChange> read_change(Execution const& row) {
    if (row.is_null(id_column)) {
        auto const chatbot_id = ChatbotId::parse(row.text(chatbot_id_column));
        if (!chatbot_id) {
            return row.damaged("an erasure with a damaged chatbot id");
        }
        return FeedChange{*chatbot_id, row.integer(revision_column), nullptr};
    }
    auto record = read_record(row);
    if (!record) {
        return record.error();
    }
    return FeedChange{(*record)->chatbot_id, (*record)->revision, *record};
}

} // namespace

Result<std::unique_ptr<Reader>> Reader::open(Opening const& opening) {
    auto connection = Connection::open(opening);
    if (!connection) {
        return connection.error();
    }
    if (opening.options.read_only) {
        if (auto readable = check_readable(*connection); !readable) {
            return readable.error();
        }
    }
    auto statements = prepare(*connection);
    if (!statements) {
        return statements.error();
    }
    return std::unique_ptr<Reader>(new Reader(*std::move(connection), *std::move(statements)));
}

Result<Reader::Statements> Reader::prepare(Connection& connection) {
    auto const columns = record_columns() + ", (SELECT epoch FROM human_support_store)";
    return connection.prepare_all<Statements>(
        fmt::format("SELECT {} FROM human_support_settings WHERE chatbot_id = ?", columns),
        fmt::format("SELECT {} FROM human_support_settings "
                    "WHERE chatbot_id > ? ORDER BY chatbot_id LIMIT ?",
                    columns),
        fmt::format("SELECT {} FROM human_support_settings "
                    "WHERE account_id = ? AND chatbot_id > ? ORDER BY chatbot_id LIMIT ?",
                    columns),
        "SELECT epoch, last_revision FROM human_support_store",
        fmt::format("SELECT {} FROM human_support_settings WHERE revision > ?1 UNION ALL "
                    "SELECT {} FROM human_support_erasures WHERE revision > ?1 "
                    "ORDER BY revision LIMIT ?2",
                    columns, erasure_columns() + ", NULL"),
        "SELECT schema_version, oldest_compatible FROM human_support_store");
}

Result<SettingsRecordPtr> Reader::find(ChatbotId const& chatbot_id) {
    return if_compatible(find_unchecked(chatbot_id));
}

Result<Page> Reader::list(PageRequest const& request) {
    return if_compatible(list_unchecked(request));
}

Result<FeedPage> Reader::changes(std::optional<FeedMark> const& mark, std::size_t limit) {
    return if_compatible(changes_unchecked(mark, limit));
}

/// Another process may have brought the file to a newer schema, which can also be why reading
/// failed. A look at what changed in the file at all is cheaper than a query.
template <class T>
Result<T> Reader::if_compatible(Result<T> answer) {
    if (auto unchanged = connection_.check_unchanged(); !unchanged) {
        return unchanged.error();
    }
    if (data_version() == compatible_version_) {
        return answer;
    }
    Execution execution(statements_.versions);
    auto const row = execution.next();
    if (!row || !*row) {
        return answer; // such as if the disk fails; the next call looks again
    }
    if (auto compatible =
            check_compatible(connection_, {execution.integer(0), execution.integer(1)});
        !compatible) {
        return compatible.error();
    }
    compatible_version_ = data_version();
    return answer;
}

unsigned Reader::data_version() noexcept {
    unsigned version = 0;
    sqlite3_file_control(connection_.handle(), "main", SQLITE_FCNTL_DATA_VERSION, &version);
    return version;
}

Result<SettingsRecordPtr> Reader::find_unchecked(ChatbotId const& chatbot_id) {
    Execution execution(statements_.find);
    execution.bind(chatbot_id.str());
    auto const row = execution.next();
    if (!row) {
        return row.error();
    }
    if (!*row) {
        return SettingsRecordPtr();
    }
    auto record = read_record(execution);
    if (record && (*record)->chatbot_id != chatbot_id) {
        return execution.damaged("the record of another chatbot in place of that of '" +
                                 chatbot_id.str() + "'");
    }
    return record;
}

Result<Page> Reader::list_unchecked(PageRequest const& request) {
    auto const limit = std::min(request.limit, max_page_size);
    Execution execution(request.account_id ? statements_.list_of_account : statements_.list);
    if (request.account_id) {
        execution.bind(request.account_id->str());
    }
    execution.bind(request.after ? std::string_view(request.after->str()) : "");
    execution.bind(static_cast<std::int64_t>(limit + 1)); // one more tells whether the list goes on
    Page page;
    for (;;) {
        auto const row = execution.next();
        if (!row) {
            return row.error();
        }
        if (!*row) {
            return page;
        }
        if (page.records.size() == limit) {
            page.next = page.records.back()->chatbot_id;
            return page;
        }
        auto record = read_record(execution);
        if (!record) {
            return record.error();
        }
        page.records.push_back(*std::move(record));
    }
}

Result<FeedPage> Reader::changes_unchecked(std::optional<FeedMark> const& mark, std::size_t limit) {
    // One transaction, so that the mark and the changes are of the same state.
    auto const transaction = Transaction::read(connection_);
    if (!transaction) {
        return transaction.error();
    }
    auto const now = current_mark();
    if (!now) {
        return now.error();
    }
    if (mark && (mark->epoch != now->epoch || mark->revision > now->revision)) {
        return Errc::feed_restarted;
    }
    limit = std::min(limit, max_page_size);
    FeedPage page{{}, *now};
    Execution execution(statements_.changes);
    execution.bind(mark ? mark->revision : no_revision);
    execution.bind(static_cast<std::int64_t>(limit));
    while (page.changes.size() < limit) {
        auto const row = execution.next();
        if (!row) {
            return row.error();
        }
        if (!*row) {
            return page;
        }
        auto change = read_change(execution);
        if (!change) {
            return change.error();
        }
        page.changes.push_back(*std::move(change));
    }
    if (limit > 0) {
        page.mark.revision = page.changes.back().revision;
    }
    return page;
}

Result<FeedMark> Reader::current_mark() {
    Execution execution(statements_.mark);
    auto const row = execution.next();
    if (!row) {
        return row.error();
    }
    if (!*row) {
        return execution.damaged("no epoch and no revision counter");
    }
    return FeedMark{execution.integer(0), execution.integer(1)};
}

} // namespace human_support::sqlite
