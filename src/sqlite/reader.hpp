// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "connection.hpp"

#include <human_support/repository.hpp>

#include <memory>

namespace human_support::sqlite {

/// A connection that reads, for one thread at a time.
class Reader {
public:
    static Result<std::unique_ptr<Reader>> open(std::string const& file,
                                                SqliteOptions const& options, Counters& counters);

    [[nodiscard]] Connection& connection() noexcept { return connection_; }

    Result<SettingsRecordPtr> find(ChatbotId const& chatbot_id);
    Result<Page> list(PageRequest const& request);
    Result<FeedPage> changes(std::optional<FeedMark> const& mark, std::size_t limit);

private:
    struct Statements {
        Statement find;
        Statement list;
        Statement list_of_account;
        Statement mark;
        Statement changes;
    };

    Reader(Connection connection, Statements statements)
        : connection_(std::move(connection)), statements_(std::move(statements)) {}

    static Result<Statements> prepare(Connection& connection);
    Result<FeedMark> current_mark();

    Connection connection_;
    Statements statements_; // after the connection, so that they are destroyed before it
};

} // namespace human_support::sqlite
