// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "answer.hpp"
#include "counters.hpp"
#include "parameters.hpp"
#include "postgresql_error.hpp"
#include "wait.hpp"

#include <human_support/postgresql_repository.hpp>

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace human_support::postgresql {

/// What the connections of a repository are opened with.
struct Opening {
    std::string conninfo;
    PostgresqlOptions options;
    Counters& counters;
};

/// A statement that a connection keeps prepared.
struct Statement {
    char const* name;
    std::string sql;
    std::vector<Oid> parameter_types{};
};

/// A connection in libpq's pipeline mode
/// (https://www.postgresql.org/docs/current/libpq-pipeline-mode.html), for one thread at a time.
class Connection {
public:
    /// Connects. Fails if the server is too old or a standby, or if the database is not in UTF-8.
    static Result<std::unique_ptr<Connection>> open(Opening const& opening);

    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;
    ~Connection();

    [[nodiscard]] PGconn* handle() const noexcept { return handle_.get(); }

    /// Tells what the last failure means for the next try.
    [[nodiscard]] Trouble trouble() const noexcept { return trouble_; }

    /// Tells whether the server warned in the last round trip, such as that a commit is not yet on
    /// a standby (which it calls a warning although it matters).
    [[nodiscard]] bool has_warned() const noexcept { return has_warned_; }

    /// Runs SQL without parameters, one round trip for each.
    Result<void> run(std::span<std::string const> statements);

    /// Runs a statement alone, with the parameters of the given types.
    Result<Answer> ask(std::string const& sql, std::vector<Oid> const& types = {},
                       Parameters const& parameters = {});

private:
    friend class RoundTrip;

    struct Finish {
        void operator()(PGconn* handle) const noexcept { PQfinish(handle); }
    };

    Connection(PGconn* handle, Opening const& opening);

    Result<void> check_server();

    /// The server's answer takes longer only if it is lost: the server itself gives up waiting for
    /// a lock after the timeout.
    [[nodiscard]] Deadline deadline() const noexcept {
        return std::chrono::steady_clock::now() + timeout_ + std::chrono::seconds(1);
    }

    std::unique_ptr<PGconn, Finish> handle_;
    std::chrono::milliseconds timeout_;
    Counters& counters_;
    Trouble trouble_ = Trouble::none;
    bool has_warned_ = false;
};

/// Statements that are sent together, and answered together. If it ends without their answers, the
/// connection is lost.
class RoundTrip {
public:
    explicit RoundTrip(Connection& connection) noexcept : connection_(connection) {}
    RoundTrip(RoundTrip const&) = delete;
    RoundTrip& operator=(RoundTrip const&) = delete;
    ~RoundTrip();

    /// Adds a statement that is prepared.
    void execute(char const* name, Parameters const& parameters = {});

    /// Adds a statement that is not.
    void execute_sql(std::string const& sql, std::vector<Oid> const& types = {},
                     Parameters const& parameters = {});

    /// Adds the preparation of a statement.
    void prepare(Statement const& statement);

    /// Sends what was added, and returns an answer for each. After an error the server has done
    /// nothing of what came after the statement that failed.
    Result<std::vector<Answer>> answers();

private:
    void note(int is_sent) noexcept;
    bool wait_for_result(Deadline deadline) noexcept;

    Connection& connection_;
    std::size_t count_ = 0;   ///< of the statements that were added
    bool is_sent_ = true;     ///< whether libpq took all of them
    bool is_answered_ = true; ///< whether there is nothing to wait for
};

} // namespace human_support::postgresql
