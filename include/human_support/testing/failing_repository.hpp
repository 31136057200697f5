// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/repository.hpp>

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <utility>

namespace human_support::testing {

/// A function of `SettingsRepository`.
enum class Verb { find, write, list, changes };

/// Stands for all calls, as a `Calls::count`.
inline constexpr std::size_t every_call = (std::numeric_limits<std::size_t>::max)();

/// Some of the next calls of a repository.
struct Calls {
    std::optional<Verb> verb = std::nullopt; ///< none stands for all verbs
    std::size_t count = every_call;          ///< how many calls; 0 stands for no call
};

/// What happens to a batch whose writer gets `outcome_unknown`.
enum class Outcome { stored, not_stored };

/// Passes every call on to another repository, until it is told to fail, to block or to hide the
/// outcome of writes. So a host can test what its server does when storage does that.
///
///     FailingRepository storage(std::make_shared<MemoryRepository>());
///     MyServer server(storage);
///     storage.fail(Errc::storage_failed);
///     CHECK(server.get("/chat").status == 200);
///     storage.recover();
///
/// Each instruction replaces the earlier ones for its verbs, and applies to calls that begin after
/// it. After that number of calls, the next ones are passed on again.
///
/// Thread-safe.
class FailingRepository final : public SettingsRepository {
public:
    using SettingsRepository::write;

    /// Nothing here waits for longer than `patience`, so that a test that goes wrong ends: a call
    /// that is still blocked then fails with `busy`.
    explicit FailingRepository(std::shared_ptr<SettingsRepository> inner,
                               std::chrono::milliseconds patience = std::chrono::minutes(1))
        : inner_(std::move(inner)), patience_(patience) {}

    /// Does the same, but borrows `inner`, which must outlive this.
    explicit FailingRepository(SettingsRepository& inner,
                               std::chrono::milliseconds patience = std::chrono::minutes(1))
        : FailingRepository(std::shared_ptr<SettingsRepository>(std::shared_ptr<void>(), &inner),
                            patience) {}

    /// Makes calls fail with `error` instead of passing them on. Choose an error that storage may
    /// report (see `SettingsRepository`); for `outcome_unknown` use `hide_outcome`.
    void fail(Error error, Calls calls = {}) {
        instruct(calls, {Action::fail, std::move(error), calls.count});
    }

    /// Makes calls wait. They are passed on after a newer instruction for their verb, such as
    /// `recover`.
    void block(Calls calls = {}) {
        instruct(calls, {Action::block, Error(Errc::busy), calls.count});
    }

    /// Makes the next `count` writes fail with `outcome_unknown`, like after a failed commit. If
    /// they should be stored, and the other repository fails, its error is returned instead.
    void hide_outcome(Outcome outcome, std::size_t count = every_call) {
        auto const action = outcome == Outcome::stored ? Action::store_and_fail : Action::fail;
        instruct({Verb::write}, {action, Error(Errc::outcome_unknown), count});
    }

    /// Passes every call on again, also the blocked ones.
    void recover() { instruct({}, {}); }

    /// Waits until at least `calls` calls are blocked, up to `patience`. Tells whether they are.
    [[nodiscard]] bool wait_until_blocked(std::size_t calls = 1) {
        std::unique_lock<std::mutex> lock(mutex_);
        return changed_.wait_for(lock, patience_, [&] {
            std::size_t blocked = 0;
            for (auto const& state : states_) {
                blocked += state.blocked;
            }
            return blocked >= calls;
        });
    }

    Result<SettingsRecordPtr> find(ChatbotId const& chatbot_id) const override {
        if (auto failure = meet(Verb::find)) {
            return std::move(failure->error);
        }
        return inner_->find(chatbot_id);
    }

    Result<WriteResults> write(std::span<Write const> writes) override {
        auto failure = meet(Verb::write);
        if (failure && !failure->stored) {
            return std::move(failure->error);
        }
        auto results = inner_->write(writes);
        if (failure && results) {
            return std::move(failure->error);
        }
        return results;
    }

    Result<Page> list(PageRequest const& request) const override {
        if (auto failure = meet(Verb::list)) {
            return std::move(failure->error);
        }
        return inner_->list(request);
    }

    Result<FeedPage> changes(std::optional<FeedMark> const& mark,
                             std::size_t limit) const override {
        if (auto failure = meet(Verb::changes)) {
            return std::move(failure->error);
        }
        return inner_->changes(mark, limit);
    }

private:
    enum class Action { fail, store_and_fail, block };

    struct Instruction {
        Action action = Action::fail;
        Error error = Errc::busy;
        std::size_t calls_left = 0;
    };

    struct VerbState {
        std::shared_ptr<Instruction> instruction = std::make_shared<Instruction>();
        std::size_t blocked = 0; ///< calls that wait for another instruction
    };

    /// The end of a call that is not just passed on.
    struct Failure {
        Error error;
        bool stored; ///< pass the call on first
    };

    VerbState& state_of(Verb verb) const { return states_[static_cast<std::size_t>(verb)]; }

    void instruct(Calls const& calls, Instruction instruction) {
        // The verbs share it, and with it the number of calls that are left.
        auto const shared = std::make_shared<Instruction>(std::move(instruction));
        std::lock_guard<std::mutex> const lock(mutex_);
        for (Verb const verb : {Verb::find, Verb::write, Verb::list, Verb::changes}) {
            if (!calls.verb || *calls.verb == verb) {
                state_of(verb) = {shared, 0};
            }
        }
        changed_.notify_all();
    }

    /// Does what a call of `verb` was told to do in place of being passed on.
    std::optional<Failure> meet(Verb verb) const {
        std::unique_lock<std::mutex> lock(mutex_);
        VerbState& state = state_of(verb);
        auto const instruction = state.instruction;
        if (instruction->calls_left == 0) {
            return std::nullopt;
        }
        --instruction->calls_left;
        if (instruction->action == Action::block) {
            ++state.blocked;
            changed_.notify_all();
            if (changed_.wait_for(lock, patience_,
                                  [&] { return state.instruction != instruction; })) {
                return std::nullopt;
            }
            --state.blocked;
        }
        return Failure{instruction->error, instruction->action == Action::store_and_fail};
    }

    std::shared_ptr<SettingsRepository> inner_;
    std::chrono::milliseconds patience_;
    mutable std::mutex mutex_; ///< guards what the calls of all verbs are to do
    mutable std::condition_variable changed_;
    mutable std::array<VerbState, 4> states_; ///< by `Verb`
};

} // namespace human_support::testing
