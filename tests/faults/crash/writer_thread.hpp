// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "faults/crash/call_lines.hpp"
#include "support/random_settings.hpp"

#include <human_support/repository.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/// Writes a line to standard output, a pipe, in one piece, which is whole in the pipe or not there,
/// whatever other threads and processes write and whenever this one is killed.
void say(std::string line);

/// From now on, a thread that fails ends the process, which its test takes for a failure.
void let_failures_end_process();

/// One of the threads that write at random.
class WriterThread {
public:
    /// `name` is that of no other. What it stores is `record_of` the numbers from `next_content`
    /// on.
    WriterThread(std::atomic<std::uint64_t>& next_content, std::string name, unsigned seed);

    /// What to write next. Throws a `std::system_error` if the repository cannot be read.
    AnnouncedCall plan(human_support::SettingsRepository const& repository);

    /// Makes so many calls, and says a line before each and after it.
    void write(human_support::SettingsRepository& repository, std::size_t calls);

private:
    human_support::Expectation expectation(human_support::SettingsRepository const& repository,
                                           human_support::ChatbotId const& chatbot_id);

    std::atomic<std::uint64_t>& next_content_;
    std::string name_;
    Random random_;
    int calls_ = 0;
    std::vector<human_support::ChatbotId> chatbots_;
};
