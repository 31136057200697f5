// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/repository.hpp>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace human_support::engine {

/// A moment to count a wait from.
using Moment = std::chrono::steady_clock::time_point;

/// A call of `write`, as the writer sees it.
struct WriteCall {
    std::span<Write const> writes;
    WriteResults results{}; ///< set by the writer; what the answer is once they are committed
};

/// Lets the writing threads use the writer one after another, in the order in which they come. The
/// thread whose turn it is also does the calls of the threads behind it, in its own transaction, so
/// that all of them share one wait for the disk.
///
/// A `Writer` has a transaction that is rolled back at its end unless it was committed, and
///
///     Result<Transaction> begin(Moment came);              // of the call whose turn it is
///     Result<void> add(std::span<WriteCall* const> calls); // sets their results
///     bool takes_more() const;                             // tells whether `add` may follow
///     Result<void> commit(Transaction& transaction);
///     bool may_try_again(Moment came);                     // after a failure of these
///     void after_turn() noexcept;
///
/// After an error, other than `outcome_unknown` of `commit`, nothing of the transaction is stored.
template <class Writer, class Counters>
class WriteQueue {
public:
    /// `merging` tells whether calls share transactions. That gains only if a commit waits for
    /// the disk.
    WriteQueue(std::unique_ptr<Writer> writer, bool merging, Counters& counters)
        : writer_(std::move(writer)), merging_(merging), counters_(counters) {}

    /// Does a batch. The failure of another call does not affect it, except if the outcome of a
    /// shared commit is unknown. If it throws, nothing was stored.
    Result<WriteResults> write(std::span<Write const> writes) {
        Call call(writes, merging_);
        Turn const turn(*this, call);
        if (!call.answered) {
            while (!try_to_commit(call)) {
            }
            writer_->after_turn(); // only now, since the merged calls have their answers
        }
        return std::move(call.answer);
    }

    /// Returns `work(writer, came)`, done when it is its turn.
    template <class Work>
    auto in_turn(Work work) {
        Call call({}, false);
        Turn const turn(*this, call);
        auto done = work(*writer_, call.came);
        writer_->after_turn();
        return done;
    }

private:
    /// A thread in the queue; if it writes, with its batch and the answer.
    struct Call : WriteCall {
        Call(std::span<Write const> batch, bool merges) : WriteCall{batch}, may_be_merged(merges) {}

        bool may_be_merged;
        Moment const came = std::chrono::steady_clock::now();
        Result<WriteResults> answer{WriteResults{}}; ///< valid once the call is done
        bool answered = false;                       ///< by another call's thread
        std::condition_variable turn_or_answer{};
    };

    /// The time of a call in the queue. At its end the next call gets its turn, even after an
    /// exception.
    class Turn {
    public:
        /// Waits until it is the call's turn, or until another thread has done the call.
        Turn(WriteQueue& queue, Call& call) : queue_(queue), call_(call) {
            std::unique_lock lock(queue_.mutex_);
            queue_.calls_.push_back(&call_);
            call_.turn_or_answer.wait(
                lock, [this] { return call_.answered || queue_.calls_.front() == &call_; });
        }

        Turn(Turn const&) = delete;
        Turn& operator=(Turn const&) = delete;

        ~Turn() {
            if (call_.answered) {
                return; // it is no longer in the queue
            }
            std::lock_guard const lock(queue_.mutex_);
            queue_.calls_.pop_front();
            if (!queue_.calls_.empty()) {
                queue_.calls_.front()->turn_or_answer.notify_one();
            }
        }

    private:
        WriteQueue& queue_;
        Call& call_;
    };

    /// Does the calls at the front of the queue, of which `own` is the first and this thread's, in
    /// one transaction. Returns false if it is to be tried again.
    bool try_to_commit(Call& own) {
        group_.clear();
        auto transaction = writer_->begin(own.came);
        if (!transaction) {
            return give_up(own, transaction.error());
        }
        // Takes calls that arrive meanwhile, too.
        while (join_waiting()) {
            if (auto const added = writer_->add(joined_); !added) {
                return give_up(own, added.error());
            }
        }
        if (auto const failure = commit(*transaction)) {
            return give_up(own, *failure);
        }
        answer_others();
        return true;
    }

    /// Commits the group, and gives it its answers. Returns an error if nothing of it is stored.
    std::optional<Error> commit(typename Writer::Transaction& transaction) {
        // Set before the commit: if that fails, there may be no memory to say so.
        for (auto* call : group_) {
            call->answer = Error(Errc::outcome_unknown);
        }
        try {
            auto const committed = writer_->commit(transaction);
            if (!committed && committed.error() != Errc::outcome_unknown) {
                return committed.error();
            }
            for (auto* call : group_) {
                call->answer = committed ? Result<WriteResults>(std::move(call->results))
                                         : Result<WriteResults>(committed.error());
            }
            counters_.merged_calls += committed ? group_.size() - 1 : 0;
        } catch (std::bad_alloc const&) { // the answers are set
        }
        return std::nullopt;
    }

    /// Answers the call of this thread with `error`. Returns false if it is to be tried again: the
    /// fault may be another call's of the group, or pass by itself.
    bool give_up(Call& own, Error const& error) {
        if (group_.size() > 1) {
            own.may_be_merged = false;
            return false;
        }
        if (writer_->may_try_again(own.came)) {
            return false;
        }
        own.answer = error;
        return true;
    }

    /// Takes the calls that wait into the group, if they may join. Tells whether there are any.
    bool join_waiting() {
        joined_.clear();
        std::size_t writes = 0;
        for (auto const* call : group_) {
            writes += call->writes.size();
        }
        std::lock_guard const lock(mutex_);
        while (may_join(writes)) {
            group_.push_back(calls_[group_.size()]);
            joined_.push_back(group_.back());
            writes += group_.back()->writes.size();
        }
        return !joined_.empty();
    }

    /// Tells whether the next call in the queue may join the group, which has so many writes.
    [[nodiscard]] bool may_join(std::size_t writes) const {
        constexpr std::size_t most_writes = 1000; // so that nobody waits long for the others
        if (group_.empty()) {
            return true; // the call whose turn it is
        }
        return group_.size() < calls_.size() && group_.front()->may_be_merged &&
               calls_[group_.size()]->may_be_merged && writes < most_writes &&
               (!joined_.empty() || writer_->takes_more());
    }

    /// Lets all calls of the group but that of this thread return with their answers.
    void answer_others() noexcept {
        std::lock_guard const lock(mutex_);
        for (std::size_t i = 1; i < group_.size(); ++i) {
            calls_.erase(calls_.begin() + 1);
            group_[i]->answered = true;
            group_[i]->turn_or_answer.notify_one(); // its thread cannot go on before the unlock
        }
    }

    std::unique_ptr<Writer> const writer_; ///< used by the thread whose turn it is
    bool const merging_;
    Counters& counters_;
    std::vector<Call*> group_;       ///< those of one transaction; used by that thread too
    std::vector<WriteCall*> joined_; ///< the last ones of them
    std::mutex mutex_;               ///< guards the queue, and `answered` of the calls in it
    std::deque<Call*> calls_;        ///< it is the first one's turn, until it leaves the queue
};

} // namespace human_support::engine
