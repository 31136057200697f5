// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "writer.hpp"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

namespace human_support::sqlite {

/// Lets the writing threads use the writer one after another, in the order in which they come. The
/// thread whose turn it is also does the calls of the threads behind it, in its own transaction, so
/// that all of them share one wait for the disk.
class WriteQueue {
public:
    /// `merging` tells whether calls share transactions. That gains only if a commit waits for
    /// the disk.
    WriteQueue(std::unique_ptr<Writer> writer, bool merging, Counters& counters)
        : writer_(std::move(writer)), merging_(merging), counters_(counters) {}

    /// Does a batch. The failure of another call does not affect it, except that of a shared
    /// commit. If it throws, nothing was stored.
    Result<WriteResults> write(std::span<Write const> writes);

    /// Calls `Writer::purge_some_erasures`.
    Result<std::size_t> purge_some_erasures(Purge& purge);

private:
    /// A thread in the queue; if it writes, with its batch and the answer.
    struct Call {
        std::span<Write const> writes;
        bool may_be_merged;
        Deadline deadline;
        WriteResults results{};                      ///< what the answer is once they are committed
        Result<WriteResults> answer{WriteResults{}}; ///< valid once the call is done
        bool answered = false;                       ///< by another call's thread
        std::condition_variable turn_or_answer{};
    };

    class Turn;

    bool try_to_commit(Call& own);
    bool commit(Transaction& transaction);
    bool join_next();
    void answer_from(std::size_t first) noexcept;

    std::unique_ptr<Writer> const writer_; ///< used by the thread whose turn it is
    bool const merging_;
    Counters& counters_;
    std::vector<Call*> group_; ///< those of one transaction; used by the thread whose turn it is
    std::mutex mutex_;         ///< guards the queue, and `answered` of the calls in it
    std::deque<Call*> calls_;  ///< it is the first one's turn, until it leaves the queue
};

} // namespace human_support::sqlite
