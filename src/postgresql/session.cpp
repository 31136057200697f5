// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "session.hpp"

#include "schema.hpp"

#include <fmt/format.h>

#include <limits>
#include <utility>

namespace human_support::postgresql {

namespace {

/// Mixes the bits of a number, so that each depends on all of them (the end of MurmurHash3). Every
/// node must come to the same epoch, so this never changes.
constexpr std::uint64_t mix(std::uint64_t number) noexcept {
    number = (number ^ (number >> 33U)) * 0xff51afd7ed558ccdU;
    number = (number ^ (number >> 33U)) * 0xc4ceb9fe1a85ec53U;
    return number ^ (number >> 33U);
}

/// A standby has another timeline from its promotion on, and a restored dump another table. A
/// connection cannot outlive either.
constexpr char const* identity_sql =
    "SELECT system_identifier, ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)"
    "::bigint, to_regclass('human_support_store')::oid::bigint FROM pg_control_system()";

} // namespace

Result<Session> Session::open(Opening const& opening, std::string_view schema, Purpose purpose,
                              std::span<Statement const> statements) {
    auto connection = Connection::open(opening);
    if (!connection) {
        return connection.error();
    }
    return start(*std::move(connection), opening, schema, purpose, statements);
}

Result<Session> Session::start(std::unique_ptr<Connection> connection, Opening const& opening,
                               std::string_view schema, Purpose purpose,
                               std::span<Statement const> statements) {
    auto const timeout = fmt::format("{}", opening.options.timeout.count());
    RoundTrip trip(*connection);
    auto const set = [&](std::string_view name, std::string_view value) {
        trip.execute_sql("SELECT set_config($1, $2, false)", {text_type.number, text_type.number},
                         Parameters(name, value));
    };
    set("search_path", schema);
    set("default_transaction_isolation", "read committed");
    set("lock_timeout", timeout);
    // On tables without statistics our feed looks costly enough to be compiled, which takes longer.
    set("jit", "off");
    // It would end the wait of a commit for a standby, which counts as success then.
    set("statement_timeout", purpose == Purpose::writing ? "0" : timeout);
    set("idle_in_transaction_session_timeout", timeout);
    if (opening.options.synchronous_commit == SynchronousCommit::on) {
        trip.execute_sql("SELECT set_config('synchronous_commit', 'on', false) "
                         "WHERE current_setting('synchronous_commit') "
                         "IN ('off', 'local', 'remote_write')");
    } else if (purpose == Purpose::writing) {
        trip.execute_sql("BEGIN");
        trip.execute_sql("SELECT FROM human_support_store FOR UPDATE"); // one at a time
        trip.execute_sql(new_epoch_sql());
        trip.execute_sql("COMMIT");
    }
    for (auto const& statement : statements) {
        trip.prepare(statement);
    }
    trip.execute_sql("SELECT human_support_oldest_compatible()");
    trip.execute_sql(identity_sql);
    auto const answers = trip.answers();
    if (!answers) {
        return answers.error();
    }
    std::int64_t oldest_compatible = 0;
    (*answers)[answers->size() - 2].read(0, 0, oldest_compatible);
    if (auto compatible = check_compatible(*connection, oldest_compatible); !compatible) {
        return compatible.error();
    }
    std::int64_t system = 0;
    std::int64_t timeline = 0;
    std::int64_t table = 0;
    auto const& identity = answers->back();
    if (!identity.read(0, 0, system) || !identity.read(0, 1, timeline) ||
        !identity.read(0, 2, table)) {
        return database_error(Errc::storage_failed, connection->handle(),
                              "does not say which server it is. Use PostgreSQL 13 or newer.");
    }
    auto const number =
        mix(mix(mix(static_cast<std::uint64_t>(system)) ^ static_cast<std::uint64_t>(timeline)) ^
            static_cast<std::uint64_t>(table));
    return Session(std::move(connection), number);
}

Epoch Session::epoch(std::int64_t stored) const noexcept {
    auto const number = mix(identity_ ^ mix(static_cast<std::uint64_t>(stored)));
    constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<Epoch>::max());
    return static_cast<Epoch>(number % largest) + 1;
}

} // namespace human_support::postgresql
