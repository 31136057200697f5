// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "connection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <optional>
#include <utility>

namespace human_support::postgresql {

namespace {

constexpr int oldest_server = 130000; // 13.0

/// Notes a warning. Without a receiver, libpq would print it.
void receive_notice(void* has_warned, PGresult const* notice) {
    auto const* severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
    if (severity != nullptr && std::strcmp(severity, "WARNING") == 0) {
        *static_cast<bool*>(has_warned) = true;
    }
}

} // namespace

Result<std::unique_ptr<Connection>> Connection::open(Opening const& opening) {
    using namespace std::chrono;
    auto const patience = std::max(ceil<seconds>(opening.options.timeout), seconds(2));
    auto const seconds_text = fmt::format("{}", patience.count());
    // What stands before the connection string is a default, and what stands after it is certain.
    std::array<char const*, 5> const names{"connect_timeout", "fallback_application_name", "dbname",
                                           "client_encoding", nullptr};
    std::array<char const*, 5> const values{seconds_text.c_str(), "human-support",
                                            opening.conninfo.c_str(), "UTF8", nullptr};
    auto const began = steady_clock::now();
    std::unique_ptr<Connection> connection(
        new Connection(PQconnectdbParams(names.data(), values.data(), 1), opening));
    auto* const handle = connection->handle();
    if (handle == nullptr) {
        throw std::bad_alloc();
    }
    if (PQstatus(handle) != CONNECTION_OK) {
        // libpq counts in whole seconds, so that its time may be over up to one earlier.
        if (steady_clock::now() - began >= patience - seconds(1)) {
            return connection_error(handle, Errc::busy);
        }
        // Tries again to learn why: it is in the words alone, and there only if they are verbose.
        PQsetErrorVerbosity(handle, PQERRORS_VERBOSE);
        PQreset(handle);
        if (PQstatus(handle) != CONNECTION_OK) {
            return connection_error(handle);
        }
    }
    PQsetNoticeReceiver(connection->handle(), receive_notice, &connection->has_warned_);
    if (PQsetnonblocking(connection->handle(), 1) != 0 ||
        PQenterPipelineMode(connection->handle()) == 0) {
        return connection_error(connection->handle());
    }
    if (auto checked = connection->check_server(); !checked) {
        return checked.error();
    }
    return connection;
}

Connection::Connection(PGconn* handle, Opening const& opening)
    : handle_(handle), timeout_(opening.options.timeout), counters_(opening.counters) {
    ++counters_.connections;
}

Connection::~Connection() { --counters_.connections; }

Result<void> Connection::check_server() {
    auto const version = PQserverVersion(handle());
    if (version < oldest_server) {
        return database_error(Errc::storage_failed, handle(),
                              fmt::format("is of version {}, which is too old. Use a server of "
                                          "version {} or newer.",
                                          version / 10000, oldest_server / 10000));
    }
    auto const* encoding = PQparameterStatus(handle(), "server_encoding");
    if (encoding == nullptr || std::string_view(encoding) != "UTF8") {
        return database_error(Errc::storage_failed, handle(),
                              fmt::format("has the encoding {}. Use a database with ENCODING "
                                          "'UTF8', which takes every text.",
                                          encoding == nullptr ? "of nothing" : encoding));
    }
    auto const answer = ask("SELECT pg_is_in_recovery()");
    if (!answer) {
        return answer.error();
    }
    bool is_standby = true;
    answer->read(0, 0, is_standby);
    if (is_standby) {
        return database_error(
            Errc::storage_failed, handle(),
            "is a standby, which only reads. Connect to the primary; with several hosts, say "
            "target_session_attrs=read-write.");
    }
    return {};
}

Result<void> Connection::run(std::span<std::string const> statements) {
    for (auto const& sql : statements) {
        if (auto done = ask(sql); !done) {
            return done.error();
        }
    }
    return {};
}

Result<Answer> Connection::ask(std::string const& sql, std::vector<Oid> const& types,
                               Parameters const& parameters) {
    RoundTrip trip(*this);
    trip.execute_sql(sql, types, parameters);
    return trip.answers().transform(
        [](std::vector<Answer> answers) { return std::move(answers.front()); });
}

RoundTrip::~RoundTrip() {
    if (!is_answered_) {
        connection_.trouble_ = Trouble::connection;
    }
}

void RoundTrip::execute(char const* name, Parameters const& parameters) {
    std::vector<int> const formats(static_cast<std::size_t>(parameters.count()), 1);
    note(PQsendQueryPrepared(connection_.handle(), name, parameters.count(),
                             parameters.values().data(), parameters.lengths(), formats.data(), 1));
}

void RoundTrip::execute_sql(std::string const& sql, std::vector<Oid> const& types,
                            Parameters const& parameters) {
    std::vector<int> const formats(static_cast<std::size_t>(parameters.count()), 1);
    note(PQsendQueryParams(connection_.handle(), sql.c_str(), parameters.count(), types.data(),
                           parameters.values().data(), parameters.lengths(), formats.data(), 1));
}

void RoundTrip::prepare(Statement const& statement) {
    note(PQsendPrepare(connection_.handle(), statement.name, statement.sql.c_str(),
                       static_cast<int>(statement.parameter_types.size()),
                       statement.parameter_types.data()));
}

void RoundTrip::note(int is_sent) noexcept {
    ++count_;
    is_sent_ = is_sent_ && is_sent == 1;
    is_answered_ = false;
}

Result<std::vector<Answer>> RoundTrip::answers() {
    auto const deadline = connection_.deadline();
    auto* const handle = connection_.handle();
    connection_.trouble_ = Trouble::connection; // until all is read
    connection_.has_warned_ = false;
    if (!is_sent_ || PQpipelineSync(handle) != 1) {
        return connection_error(handle);
    }
    std::vector<Answer> answers;
    answers.reserve(count_);
    std::optional<Error> failure;
    auto trouble = Trouble::none;
    bool is_synchronized = false;
    for (bool was_null = false; !is_synchronized;) {
        if (!wait_for_result(deadline)) {
            return database_error(Errc::busy, handle, "does not answer. Try again in a moment.");
        }
        Answer answer(PQgetResult(handle));
        if (answer.handle() == nullptr) { // ends the answer to a statement; twice, the connection
            if (was_null || PQstatus(handle) == CONNECTION_BAD) {
                return failure ? *failure : connection_error(handle);
            }
            was_null = true;
            continue;
        }
        was_null = false;
        auto const status = PQresultStatus(answer.handle());
        if (status == PGRES_PIPELINE_SYNC) {
            is_synchronized = true;
        } else if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
            answers.push_back(std::move(answer));
        } else if (!failure) { // those after it were not done, and say so
            failure = error_of(handle, answer.handle());
            trouble = trouble_of(answer.handle());
        }
    }
    is_answered_ = true;
    connection_.trouble_ = trouble;
    if (failure) {
        return *failure;
    }
    return answers;
}

/// Sends what is not yet sent, and waits until a result can be had, or nothing more. Returns false
/// if the deadline came first.
bool RoundTrip::wait_for_result(Deadline deadline) noexcept {
    auto* const handle = connection_.handle();
    for (;;) {
        int const is_unsent = PQflush(handle);
        if (is_unsent == 0 && PQisBusy(handle) == 0) {
            return true;
        }
        int const socket = PQsocket(handle);
        if (is_unsent < 0 || socket < 0) {
            return true; // which is the error
        }
        if (!wait_for(socket, is_unsent == 1, deadline)) {
            return false;
        }
        if (PQconsumeInput(handle) == 0) {
            return true; // which is the error
        }
    }
}

} // namespace human_support::postgresql
