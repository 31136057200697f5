// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <filesystem>

namespace benchmarks {

/// What a process does each time it is told to: stores some of the random writes.
struct WriterWork {
    std::filesystem::path file;
    std::size_t threads; ///< that write at once
    std::size_t first;   ///< the number of the first write among all
    std::size_t writes;
};

/// Another process, which has a file open and writes to it when it is told to. Throws on any
/// failure.
class WriterProcess {
public:
    /// Starts the process, and waits until it has opened the file.
    explicit WriterProcess(WriterWork const& work);
    WriterProcess(WriterProcess const&) = delete;
    WriterProcess& operator=(WriterProcess const&) = delete;
    ~WriterProcess();

    /// Tells it to do its work.
    void start();

    /// Waits for the work of the earliest `start` that was not waited for. Returns whether the
    /// process did a checkpoint in it.
    bool wait();

    /// Whether a program that was started with these arguments is to be such a process, and `run`.
    [[nodiscard]] static bool is_meant(int argc, char** argv);

    static int run(char** argv);

private:
    char receive();

    pid_t process_ = 0;
    int to_ = -1;
    int from_ = -1;
};

} // namespace benchmarks
