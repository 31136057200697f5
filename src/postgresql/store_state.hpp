// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "schema.hpp"
#include "session.hpp"

#include <human_support/repository.hpp>

#include <cstdint>
#include <string>

namespace human_support::postgresql {

/// The column that tells a store's epoch, with which rows end. (The functions in it cost nothing:
/// their constants are a part of the plan.)
inline std::string epoch_column() {
    return "CASE WHEN human_support_oldest_compatible() > " + std::to_string(schema_version) +
           " THEN -human_support_oldest_compatible() ELSE human_support_epoch() END AS epoch";
}

/// The columns that tell a store's state, with which rows end.
inline std::string state_columns() { return "last_revision, " + epoch_column(); }

/// Reads the epoch in the first row. `schema_too_new` if another process has brought the tables to
/// a schema that is not for this version.
inline Result<Epoch> read_epoch(Session const& session, Answer const& answer) {
    std::int64_t number = 0;
    if (answer.row_count() == 0 || !answer.read(0, answer.column_count() - 1, number)) {
        return database_error(Errc::storage_corrupt, session.connection().handle(),
                              "holds no epoch. Restore a backup.");
    }
    if (number < 0) {
        return check_compatible(session.connection(), -number).error();
    }
    return session.epoch(number);
}

/// Reads the state in the first row: the mark of all that was written until now. Fails like
/// `read_epoch`.
inline Result<FeedMark> read_state(Session const& session, Answer const& answer) {
    auto const epoch = read_epoch(session, answer);
    if (!epoch) {
        return epoch.error();
    }
    FeedMark state{*epoch};
    if (!answer.read(0, answer.column_count() - 2, state.revision)) {
        return database_error(Errc::storage_corrupt, session.connection().handle(),
                              "holds no revision counter. Restore a backup.");
    }
    return state;
}

} // namespace human_support::postgresql
