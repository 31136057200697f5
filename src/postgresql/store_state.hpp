// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "schema.hpp"
#include "session.hpp"

#include <human_support/repository.hpp>

namespace human_support::postgresql {

/// The columns that tell a store's state, with which most rows begin.
inline constexpr char const* state_columns =
    "epoch, last_revision, oldest_compatible, schema_version";

/// The index of the column after them.
inline constexpr int after_state = 4;

/// A store's state.
struct StoreState {
    std::int64_t stored_epoch = 0; ///< the number of which the epoch is made
    FeedMark mark;                 ///< of all that was written until now
};

/// Reads the state in the first row. `schema_too_new` if another process has brought the tables to
/// a schema that is not for this version.
inline Result<StoreState> read_state(Session const& session, Answer const& answer) {
    StoreState state;
    Versions versions{};
    if (answer.row_count() == 0 || !answer.read(0, 0, state.stored_epoch) ||
        !answer.read(0, 1, state.mark.revision) || !answer.read(0, 2, versions.oldest_compatible) ||
        !answer.read(0, 3, versions.schema)) {
        return database_error(Errc::storage_corrupt, session.connection().handle(),
                              "holds no epoch and no revision counter. Restore a backup.");
    }
    if (auto compatible = check_compatible(session.connection(), versions); !compatible) {
        return compatible.error();
    }
    state.mark.epoch = session.epoch(state.stored_epoch);
    return state;
}

} // namespace human_support::postgresql
