// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "postgresql_error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace human_support::postgresql {

namespace {

/// What to do about an SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html),
/// or about all that begin so.
struct Meaning {
    std::string_view sqlstate;
    Errc code;
    std::string_view advice;
    Trouble trouble = Trouble::none;
};

constexpr std::string_view use_primary =
    "It only reads, such as a standby. Connect to the primary; with several hosts, say "
    "target_session_attrs=read-write.";
constexpr std::string_view altered =
    "Somebody has altered the tables, or dropped them. Restore them, or a backup.";

// The first one that fits counts.
constexpr std::array meanings{
    Meaning{"0A000", Errc::storage_failed, altered, Trouble::stale}, // the plan is no longer right
    Meaning{"23505", Errc::storage_corrupt, "Restore a backup."},    // the counter is damaged
    Meaning{"22", Errc::storage_failed, altered},
    Meaning{"23", Errc::storage_failed, altered},
    Meaning{"25006", Errc::storage_failed, use_primary},
    Meaning{"25P03", Errc::busy, "Try again.", Trouble::connection},
    Meaning{"26000", Errc::storage_failed,
            "Another session used this connection: a pooler in front of the server must give each "
            "session its own (in PgBouncer, pool_mode = session).",
            Trouble::stale},
    Meaning{"28", Errc::storage_failed, "Check the user, the password and pg_hba.conf."},
    Meaning{"3D000", Errc::storage_failed, "Create the database first."},
    Meaning{"3F000", Errc::storage_failed,
            "Set search_path to a schema that is there and that the user may use."},
    Meaning{"40001", Errc::busy, "Try again.", Trouble::conflict},
    Meaning{"40P01", Errc::busy, "Try again.", Trouble::conflict},
    Meaning{"42501", Errc::storage_failed,
            "Grant the user what it needs: to create tables in the schema, or, for tables that "
            "others made, to select, insert, update and delete."},
    Meaning{"42", Errc::storage_failed, altered},
    Meaning{"53100", Errc::storage_full, "Make room on the server's disk, then try again."},
    Meaning{"53300", Errc::busy, "Raise max_connections, or let each host have fewer readers."},
    Meaning{"53", Errc::storage_failed, "Give the server more room, then try again."},
    Meaning{"55P03", Errc::busy, "Another connection is using it; try again in a moment."},
    Meaning{"57014", Errc::busy, "The server took too long; try again in a moment."},
    Meaning{"57P03", Errc::busy, "Try again in a moment."},
    Meaning{"57P04", Errc::storage_failed, "Create the database first."},
    Meaning{"57P", Errc::storage_failed, "Try again once it is back.", Trouble::connection},
    Meaning{"08", Errc::storage_failed, "Check that the server runs and can be reached.",
            Trouble::connection},
    Meaning{"XX001", Errc::storage_corrupt, "Restore a backup."},
    Meaning{"XX002", Errc::storage_corrupt, "Rebuild the index (REINDEX), or restore a backup."},
    Meaning{"", Errc::storage_failed, "Check the server's log."},
};

Meaning const& meaning_of(std::string_view sqlstate) {
    return *std::ranges::find_if(
        meanings, [&](Meaning const& meaning) { return sqlstate.starts_with(meaning.sqlstate); });
}

std::string_view or_empty(char const* text) { return text == nullptr ? "" : text; }

/// Without an end that is a full stop or a new line, since a sentence follows.
std::string_view first_line(std::string_view text) {
    text = text.substr(0, text.find('\n'));
    return text.ends_with('.') ? text.substr(0, text.size() - 1) : text;
}

std::string_view sqlstate_of(PGresult const* failed) {
    return or_empty(PQresultErrorField(failed, PG_DIAG_SQLSTATE));
}

/// The SQLSTATE in libpq's verbose words about a server that refused a connection, such as "FATAL:
/// 53300: sorry, too many clients already"; empty if there is none.
std::string_view sqlstate_in(std::string_view words) {
    constexpr std::string_view before = ":  ";
    for (auto place = words.find(before); place != std::string_view::npos;
         place = words.find(before, place + 1)) {
        auto const rest = words.substr(place + before.size());
        auto const found = rest.substr(0, 5);
        bool const is_sqlstate = std::ranges::all_of(found, [](char character) {
            return (character >= '0' && character <= '9') || (character >= 'A' && character <= 'Z');
        });
        if (is_sqlstate && rest.size() > 5 && rest.substr(5).starts_with(": ")) {
            return found;
        }
    }
    return {};
}

} // namespace

Error database_error(Errc code, PGconn const* connection, std::string const& what) {
    return {code,
            fmt::format("PostgreSQL, database '{}' at '{}:{}', {}", or_empty(PQdb(connection)),
                        or_empty(PQhost(connection)), or_empty(PQport(connection)), what)};
}

Error error_of(PGconn const* connection, PGresult const* failed) {
    auto const& meaning = meaning_of(sqlstate_of(failed));
    return database_error(
        meaning.code, connection,
        fmt::format("fails: {} (SQLSTATE {}). {}",
                    first_line(or_empty(PQresultErrorField(failed, PG_DIAG_MESSAGE_PRIMARY))),
                    sqlstate_of(failed), meaning.advice));
}

Trouble trouble_of(PGresult const* failed) { return meaning_of(sqlstate_of(failed)).trouble; }

Error connection_error(PGconn const* connection, Errc code) {
    std::string_view const words = or_empty(PQerrorMessage(connection));
    std::string_view advice = code == Errc::busy
                                  ? "Try again in a moment."
                                  : "Check that the server runs, and the connection string, the "
                                    "password and pg_hba.conf.";
    if (auto const sqlstate = sqlstate_in(words); !sqlstate.empty()) {
        code = meaning_of(sqlstate).code;
        advice = meaning_of(sqlstate).advice;
    }
    return database_error(code, connection,
                          fmt::format("cannot be reached: {}. {}", first_line(words), advice));
}

} // namespace human_support::postgresql
