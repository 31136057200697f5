// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "engine/reader_pool.hpp"
#include "session.hpp"

#include <human_support/repository.hpp>

#include <memory>
#include <optional>
#include <string>

namespace human_support::postgresql {

/// A connection that reads, for one thread at a time. If it is lost, the next read makes a new one.
class Reader {
public:
    /// Connects. The tables are in `schema`. `opening` outlives the reader.
    static Result<std::unique_ptr<Reader>> open(Opening const& opening, std::string const& schema);

    void begin_call() noexcept {}

    Result<SettingsRecordPtr> find(ChatbotId const& chatbot_id);
    Result<Page> list(PageRequest const& request);
    Result<FeedPage> changes(std::optional<FeedMark> const& mark, std::size_t limit);

private:
    Reader(Opening const& opening, std::string schema)
        : opening_(opening), schema_(std::move(schema)) {}

    Result<void> connect();

    /// The rows that a statement found, and the store's epoch, with which they end.
    struct Found {
        Answer rows;
        Epoch epoch;
    };

    Result<Found> look_up(char const* statement, Parameters const& parameters);

    /// Executes a statement. If the session is not as it was left, does so once more on a new one.
    Result<Answer> ask(char const* statement, Parameters const& parameters);

    Result<FeedPage> changes_in(char const* statement, Parameters const& parameters,
                                std::optional<FeedMark> const& mark);
    Result<SettingsRecordPtr> record_of(Answer const& answer, int row, Epoch epoch);
    Result<FeedChange> change_of(Answer const& answer, int row, Epoch epoch);

    Opening const& opening_;
    std::string schema_;
    std::optional<Session> session_; ///< none once it is lost
};

using ReaderPool = engine::ReaderPool<Reader, Counters>;

} // namespace human_support::postgresql
