// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "faults/crash/call_history.hpp"
#include "faults/crash/writer_thread.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace human_support::tests {

/// Some threads of this process that write at random by several nodes.
class RunningWriters {
public:
    /// `names` are those of the threads, which are no other's.
    explicit RunningWriters(std::vector<std::string> const& names, unsigned seed);

    /// Lets them write from now on, and tell `history` of it, until `stop`.
    void start(std::vector<std::shared_ptr<SettingsRepository>> nodes, CallHistory& history);

    /// Waits until so many more calls are acknowledged.
    void await_stored(std::size_t calls) const;

    /// Waits until each has ended its call. Returns what went wrong, a sentence each.
    std::vector<std::string> stop();

private:
    void write(WriterThread& thread, SettingsRepository& node);

    std::atomic<std::uint64_t> next_content_ = 1;
    std::vector<WriterThread> threads_;
    std::atomic<std::size_t> stored_ = 0;
    std::atomic<bool> stops_ = false;

    std::mutex mutex_; ///< guards what follows
    CallHistory* history_ = nullptr;
    std::vector<std::string> faults_;

    std::vector<std::jthread> running_;
};

} // namespace human_support::tests
