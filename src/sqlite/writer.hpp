// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "connection.hpp"

#include <human_support/repository.hpp>

#include <memory>
#include <optional>
#include <span>

namespace human_support::sqlite {

/// The connection that writes, for one thread at a time.
class Writer {
public:
    /// Opens the file, and brings our tables in it to this version's schema.
    static Result<std::unique_ptr<Writer>> open(std::string const& file,
                                                SqliteOptions const& options);

    /// Does a batch in a transaction of its own.
    Result<WriteResults> write(std::span<Write const> writes);

private:
    struct Statements {
        Statement counter;
        Statement current_revision;
        Statement store_record;
        Statement forget_erasure;
        Statement erase_record;
        Statement note_erasure;
        Statement advance_counter;
    };

    Writer(Connection connection, Statements statements)
        : connection_(std::move(connection)), statements_(std::move(statements)) {}

    static Result<Statements> prepare(Connection& connection);

    Result<Revision> last_revision();
    Result<std::optional<Revision>> current_revision(ChatbotId const& chatbot_id);
    Result<void> apply(Write const& write, Revision revision);

    Connection connection_;
    Statements statements_; // after the connection, since they end before it
};

} // namespace human_support::sqlite
