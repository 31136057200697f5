// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "connection.hpp"

#include <string>

namespace human_support::sqlite {

/// Moves what is in the WAL into the file, while nobody can write.
///
/// Before 3.51.3 SQLite loses commits if one begins the WAL again during a checkpoint
/// (https://www.sqlite.org/wal.html, "The WAL-reset bug"). So no connection of ours does
/// checkpoints by itself, and each of these runs while another connection holds the file's write
/// lock. SQLite's FULL, RESTART and TRUNCATE are no remedy: if they do not get that lock, they
/// go on without it. Closing is none of it: the last connection locks all others out of the file
/// before it moves what is left.
///
/// This does not depend on SQLite's version: distributions bring fixes to older ones.
class Checkpoint {
public:
    /// Opens a connection of its own to the file, whose tables are there.
    static Result<Checkpoint> open(Opening const& opening);

    /// Does one under the write lock of `writer`, which is in no transaction. Returns false if
    /// it must be tried again: it failed, or another connection holds a lock that it needs, for
    /// which it does not wait. The WAL keeps what it has then. What a reader still needs is left
    /// for the next one as well.
    bool run(Connection& writer) noexcept;

private:
    Checkpoint(Connection connection, Counters& counters)
        : connection_(std::move(connection)), counters_(counters) {}

    Connection connection_;
    Counters& counters_;
    int moved_before_ =
        0; ///< pages of this WAL; 0 once all were, as the next write begins it again
};

} // namespace human_support::sqlite
