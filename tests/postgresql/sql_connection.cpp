// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "postgresql/sql_connection.hpp"

#include <poll.h>

#include <memory>
#include <stdexcept>

namespace human_support::tests {

SqlConnection::SqlConnection(std::string const& conninfo)
    : connection_(PQconnectdb(conninfo.c_str())) {
    if (PQstatus(connection_) != CONNECTION_OK) {
        std::string const message = PQerrorMessage(connection_);
        PQfinish(connection_);
        throw std::runtime_error(message);
    }
    PQsetNoticeProcessor(
        connection_, [](void*, char const*) {}, nullptr);
}

std::string SqlConnection::execute(std::string const& sql) {
    std::unique_ptr<PGresult, decltype(&PQclear)> const result(PQexec(connection_, sql.c_str()),
                                                               &PQclear);
    auto const status = PQresultStatus(result.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK && status != PGRES_EMPTY_QUERY) {
        throw std::runtime_error(sql + ": " + PQerrorMessage(connection_));
    }
    return PQntuples(result.get()) == 0 ? "" : PQgetvalue(result.get(), 0, 0);
}

void SqlConnection::send(std::string const& sql) {
    if (PQsendQuery(connection_, sql.c_str()) != 1) {
        throw std::runtime_error(sql + ": " + PQerrorMessage(connection_));
    }
}

bool SqlConnection::is_answered_within(int milliseconds) const {
    pollfd waiting{PQsocket(connection_), POLLIN, 0};
    return poll(&waiting, 1, milliseconds) == 1;
}

} // namespace human_support::tests
