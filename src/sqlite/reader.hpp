// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "connection.hpp"
#include "engine/reader_pool.hpp"

#include <human_support/repository.hpp>

#include <memory>

namespace human_support::sqlite {

/// A connection that reads, for one thread at a time.
class Reader {
public:
    static Result<std::unique_ptr<Reader>> open(Opening const& opening);

    [[nodiscard]] Connection& connection() noexcept { return connection_; }

    void begin_call() noexcept { connection_.begin_call(); }

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
        Statement versions;
    };

    Reader(Connection connection, Statements statements)
        : connection_(std::move(connection)), statements_(std::move(statements)) {}

    static Result<Statements> prepare(Connection& connection);
    Result<SettingsRecordPtr> find_unchecked(ChatbotId const& chatbot_id);
    Result<Page> list_unchecked(PageRequest const& request);
    Result<FeedPage> changes_unchecked(std::optional<FeedMark> const& mark, std::size_t limit);
    Result<FeedMark> current_mark();

    /// Returns `answer`, or `schema_too_new` if it was read from a schema that is not for this
    /// version.
    template <class T>
    Result<T> if_compatible(Result<T> answer);

    /// A number of the state that was read last (SQLITE_FCNTL_DATA_VERSION).
    unsigned data_version() noexcept;

    Connection connection_;
    Statements statements_;           // after the connection, so that they are destroyed before it
    unsigned compatible_version_ = 0; ///< the `data_version` whose schema was found compatible
};

/// All are opened with the repository, so that all of them read the same file, even if another file
/// takes its place later.
using ReaderPool = engine::ReaderPool<Reader, Counters>;

} // namespace human_support::sqlite
