// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

/// Processes that tell what they do, line by line, until they are killed. All write to one pipe, so
/// that their lines come in the order in which they were written. Everything throws a
/// `std::runtime_error` if a process does anything but write lines and wait to be killed.
class WriterProcesses {
public:
    /// Starts `program` once with each list of arguments.
    WriterProcesses(std::string const& program,
                    std::vector<std::vector<std::string>> const& arguments);
    WriterProcesses(WriterProcesses const&) = delete;
    WriterProcesses& operator=(WriterProcesses const&) = delete;
    ~WriterProcesses();

    /// How many are not killed yet.
    [[nodiscard]] std::size_t running() const { return processes_.size(); }

    /// The next line; none once all are killed and everything is read.
    [[nodiscard]] std::optional<std::string> next_line();

    /// Kills the process at `index` of those that run.
    void kill(std::size_t index);

    /// Kills all that run, before it waits for the end of any.
    void kill_all();

private:
    void fill_buffer();

    int pipe_ = -1; ///< the end to read from
    std::vector<pid_t> processes_;
    std::string buffer_; ///< what was read and not returned yet
    bool at_end_ = false;
};
