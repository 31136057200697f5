// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "write_queue.hpp"

#include <algorithm>
#include <new>
#include <utility>

namespace human_support::sqlite {

/// The time of a call in the queue. At its end the next call gets its turn, even after an
/// exception.
class WriteQueue::Turn {
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

Result<WriteResults> WriteQueue::write(std::span<Write const> writes) {
    Call call{writes, merging_, writer_->new_deadline()};
    Turn const turn(*this, call);
    if (!call.answered) {
        while (!try_to_commit(call)) {
        }
        writer_->checkpoint_if_due(); // only now, since the merged calls have their answers
    }
    return std::move(call.answer);
}

Result<std::size_t> WriteQueue::purge_some_erasures(Purge& purge) {
    Call call{{}, false, writer_->new_deadline()};
    Turn const turn(*this, call);
    auto purged = writer_->purge_some_erasures(purge, call.deadline);
    writer_->checkpoint_if_due();
    return purged;
}

/// Does the calls at the front of the queue, of which `own` is the first and this thread's, in one
/// transaction. Returns false if one of the others had to be given up: that one is answered, and
/// the rest begins again.
bool WriteQueue::try_to_commit(Call& own) {
    group_.clear();
    auto transaction = writer_->begin(own.deadline);
    if (!transaction) {
        own.answer = transaction.error(); // the others came later, and may wait for longer
        return true;
    }
    // Takes calls that arrive meanwhile, too.
    while (join_next()) {
        auto& call = *group_.back();
        auto results = writer_->add(call.writes);
        if (!results) {
            call.answer = results.error();
            answer_from(group_.size() - 1);
            return group_.size() == 1;
        }
        call.results = *std::move(results);
        // Set before the commit: if that fails, there may be no memory to say so.
        call.answer = Error(Errc::outcome_unknown);
    }
    if (commit(*transaction)) {
        for (auto* call : group_) {
            call->answer = std::move(call->results);
        }
        counters_.merged_calls += group_.size() - 1;
    }
    answer_from(1);
    return true;
}

/// Tells whether the group is committed; if not, its answers say why.
bool WriteQueue::commit(Transaction& transaction) {
    try {
        auto const committed = writer_->commit(transaction);
        for (auto* call : group_) {
            if (!committed) {
                call->answer = committed.error();
            }
        }
        return committed.has_value();
    } catch (std::bad_alloc const&) {
        return false;
    }
}

/// Takes the next call in the queue into the group, if there is one that may join.
bool WriteQueue::join_next() {
    constexpr std::size_t most_writes = 1000; // so that nobody waits long for the others
    std::size_t writes = 0;
    for (auto const* call : group_) {
        writes += call->writes.size();
    }
    std::lock_guard const lock(mutex_);
    std::size_t const next = group_.size();
    if (next == calls_.size() ||
        (next > 0 && (!calls_[next]->may_be_merged || writes >= most_writes))) {
        return false;
    }
    group_.push_back(calls_[next]);
    return true;
}

/// Lets the calls of the group from `first` on return with their answers, except that of the thread
/// whose turn it is, which leaves the queue by itself.
void WriteQueue::answer_from(std::size_t first) noexcept {
    first = std::max<std::size_t>(first, 1);
    std::lock_guard const lock(mutex_);
    for (auto i = first; i < group_.size(); ++i) {
        calls_.erase(calls_.begin() + static_cast<std::ptrdiff_t>(first));
        group_[i]->answered = true;
        group_[i]->turn_or_answer.notify_one(); // its thread cannot go on before the unlock
    }
}

} // namespace human_support::sqlite
