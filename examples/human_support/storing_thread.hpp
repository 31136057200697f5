// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/repository.hpp>

#include <condition_variable>
#include <future>
#include <mutex>
#include <span>
#include <thread>
#include <utility>

namespace program {

/// A thread that stores one batch while its owner prepares the next. One thread for all of them:
/// the system may let a new one wait for the processor of the thread that made it, for longer than
/// a batch takes.
class StoringThread {
public:
    using Results = human_support::Result<human_support::WriteResults>;

    explicit StoringThread(human_support::SettingsRepository& repository)
        : repository_(repository), thread_([this] { run(); }) {}
    StoringThread(StoringThread const&) = delete;
    StoringThread& operator=(StoringThread const&) = delete;

    /// Waits until what it was given is stored.
    ~StoringThread() {
        {
            std::lock_guard const lock(mutex_);
            stopped_ = true;
        }
        changed_.notify_one();
        thread_.join();
    }

    /// Begins to store `writes`, which are borrowed until the results are there. Those of the batch
    /// before must be there.
    [[nodiscard]] std::future<Results> store(std::span<human_support::Write const> writes) {
        std::packaged_task<Results()> task([this, writes] { return repository_.write(writes); });
        auto results = task.get_future();
        {
            std::lock_guard const lock(mutex_);
            task_ = std::move(task);
        }
        changed_.notify_one();
        return results;
    }

private:
    void run() {
        std::unique_lock lock(mutex_);
        for (;;) {
            changed_.wait(lock, [this] { return task_.valid() || stopped_; });
            if (!task_.valid()) {
                return;
            }
            std::exchange(task_, {})();
        }
    }

    human_support::SettingsRepository& repository_;
    std::mutex mutex_; ///< guards what the next two say
    std::packaged_task<Results()> task_;
    bool stopped_ = false;
    std::condition_variable changed_;
    std::thread thread_; ///< after all that it uses
};

} // namespace program
