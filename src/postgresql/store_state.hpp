// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "schema.hpp"
#include "session.hpp"

#include <human_support/repository.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace human_support::postgresql {

/// The columns that tell a store's state, with which rows begin. `last_revision` is the counter's
/// column, or a number of no meaning if nobody asks for it. (The functions cost nothing: their
/// constants are a part of the plan.)
constexpr std::string state_columns(std::string_view last_revision) {
    return "human_support_epoch(), human_support_oldest_compatible(), " +
           std::string(last_revision);
}

/// The index of the column after them.
inline constexpr int after_state = 3;

/// Reads the state in the first row: the mark of all that was written until now. `schema_too_new`
/// if another process has brought the tables to a schema that is not for this version.
inline Result<FeedMark> read_state(Session const& session, Answer const& answer) {
    std::int64_t number = 0;
    std::int64_t oldest_compatible = 0;
    FeedMark state;
    if (answer.row_count() == 0 || !answer.read(0, 0, number) ||
        !answer.read(0, 1, oldest_compatible) || !answer.read(0, 2, state.revision)) {
        return database_error(Errc::storage_corrupt, session.connection().handle(),
                              "holds no epoch and no revision counter. Restore a backup.");
    }
    if (auto compatible = check_compatible(session.connection(), oldest_compatible); !compatible) {
        return compatible.error();
    }
    state.epoch = session.epoch(number);
    return state;
}

} // namespace human_support::postgresql
