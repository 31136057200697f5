// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace human_support::tests {

/// A server that runs, with all its processes, until its destructor: or until this program ends in
/// any way, as a keeper sees to, a process of its own. (Linux could tell the server by itself of
/// its parent's death. But that comes already with the end of the thread which started it, and a
/// server that is stopped does nothing about it.)
///
/// Every function throws a `std::runtime_error` where the system does not do as it is told. No two
/// threads may call anything at once.
class ServerProcess {
public:
    /// Starts `command` as the servers' user in `folder`, with its output at the end of `log`. If
    /// this program is killed, `folder` is removed as well.
    ServerProcess(std::vector<std::string> const& command, std::filesystem::path const& folder,
                  std::filesystem::path const& log);
    ServerProcess(ServerProcess const&) = delete;
    ServerProcess& operator=(ServerProcess const&) = delete;

    /// Kills what still runs.
    ~ServerProcess();

    /// Whether it has not ended, also by itself.
    [[nodiscard]] bool runs();

    /// Asks the first process, which the others come from, to end by `signal`, and waits for that.
    void end(int signal);

    /// Kills all processes at once, and waits until they are gone.
    void kill_all();

    /// Stops all processes, which then do nothing until `resume`.
    void pause();
    void resume();

private:
    void start_keeper(std::filesystem::path const& folder);
    void stop_first();
    void dismiss_keeper();

    pid_t process_ = 0; ///< the first one; 0 once it has ended
    pid_t keeper_ = 0;
    int lifeline_ = -1; ///< the keeper sees its closing
    bool paused_ = false;
};

} // namespace human_support::tests
