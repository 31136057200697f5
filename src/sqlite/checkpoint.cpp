// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "checkpoint.hpp"

#include <optional>

namespace human_support::sqlite {

Result<Checkpoint> Checkpoint::open(Opening const& opening) {
    auto connection = Connection::open(opening);
    if (!connection) {
        return connection.error();
    }
    return Checkpoint(*std::move(connection), opening.counters);
}

bool Checkpoint::run(Connection& writer) noexcept {
    std::optional<Transaction> write_lock;
    int all = 0;
    int moved = 0;
    int result = Transaction::try_to_write(writer, write_lock);
    if (result == SQLITE_OK) {
        result = sqlite3_wal_checkpoint_v2(connection_.handle(), "main", SQLITE_CHECKPOINT_PASSIVE,
                                           &all, &moved);
    }
    if (result != SQLITE_OK) {
        bool const is_busy = (result & 0xFF) == SQLITE_BUSY;
        counters_.failed_checkpoints += is_busy ? 0 : 1;
        return false;
    }
    counters_.checkpoints += moved > moved_before_ ? 1 : 0;
    moved_before_ = moved < all ? moved : 0;
    return true;
}

} // namespace human_support::sqlite
