// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "postgresql/server_process.hpp"

#include "postgresql/patience.hpp"
#include "postgresql/server_user.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <exception>
#include <sstream>
#include <system_error>

namespace human_support::tests {

namespace {

/// Waits for the end of its input, which comes with the end of the test program. Then ends the
/// server, which may be paused: by a signal to which it still gives back what the system has lent
/// it, and if it does not end then, by death, while its first process can start no other.
constexpr char const* keeper_script = R"(
children=/proc/$1/task/$1/children
read -r nothing
kill -QUIT $1
kill -CONT $1 $(cat $children)
waited=0
while [ $waited -lt 100 ] && grep -q ') [^ZX] ' /proc/$1/stat; do
    waited=$((waited + 1))
    sleep 0.05
done
kill -STOP $1
kill -KILL $(cat $children) $1
rm -rf "$2"
)";

std::filesystem::path proc(pid_t process) {
    return std::filesystem::path("/proc") / std::to_string(process);
}

/// The processes that come from `process`, without itself.
std::vector<pid_t> descendants(pid_t process) {
    std::istringstream children(
        text_of(proc(process) / "task" / std::to_string(process) / "children"));
    std::vector<pid_t> all;
    for (pid_t child = 0; children >> child;) {
        all.push_back(child);
        auto const further = descendants(child);
        all.insert(all.end(), further.begin(), further.end());
    }
    return all;
}

/// The letter that Linux has for what a process does; 'Z' as well if there is none any more.
char state(pid_t process) {
    auto const text = text_of(proc(process) / "stat");
    auto const end_of_name = text.rfind(')');
    return end_of_name == std::string::npos ? 'Z' : text.at(end_of_name + 2);
}

bool is_gone(pid_t process) {
    char const letter = state(process);
    return letter == 'Z' || letter == 'X';
}

} // namespace

ServerProcess::ServerProcess(std::vector<std::string> const& command,
                             std::filesystem::path const& folder, std::filesystem::path const& log)
    : process_(start_program(RunAs::server_user, command, folder, log)) {
    start_keeper(folder);
}

void ServerProcess::start_keeper(std::filesystem::path const& folder) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw std::system_error(errno, std::generic_category(), "making a pipe");
    }
    lifeline_ = ends[1];
    keeper_ = start_program(RunAs::this_user,
                            {"/bin/sh", "-c", keeper_script, "keeper", std::to_string(process_),
                             std::filesystem::absolute(folder).string()},
                            "/", "/dev/null", ends[0]);
    close(ends[0]);
}

ServerProcess::~ServerProcess() {
    try {
        kill_all();
    } catch (std::exception const&) {
        close(lifeline_); // the keeper kills them
    }
}

bool ServerProcess::runs() {
    if (process_ != 0 && waitpid(process_, nullptr, WNOHANG) == process_) {
        process_ = 0;
        dismiss_keeper();
    }
    return process_ != 0;
}

void ServerProcess::end(int signal) {
    if (!runs()) {
        return;
    }
    auto const others = descendants(process_);
    kill(process_, signal);
    wait_until_true("the end of a server", [this] { return !runs(); });
    for (pid_t const other : others) {
        wait_until_true("the end of a server's process", [other] { return is_gone(other); });
    }
}

void ServerProcess::kill_all() {
    if (!runs()) {
        return;
    }
    stop_first(); // which then starts no further one
    auto const others = descendants(process_);
    for (pid_t const other : others) {
        kill(other, SIGKILL);
    }
    kill(process_, SIGKILL);
    paused_ = false;
    wait_until_true("the end of a server", [this] { return !runs(); });
    for (pid_t const other : others) {
        wait_until_true("the end of a server's process", [other] { return is_gone(other); });
    }
}

void ServerProcess::stop_first() {
    kill(process_, SIGSTOP);
    wait_until_true("the stop of a server",
                    [this] { return state(process_) == 'T' || is_gone(process_); });
}

void ServerProcess::pause() {
    if (!runs() || paused_) {
        return;
    }
    stop_first();
    paused_ = true;
    for (pid_t const other : descendants(process_)) {
        kill(other, SIGSTOP);
        wait_until_true("the stop of a server's process",
                        [other] { return state(other) == 'T' || is_gone(other); });
    }
}

void ServerProcess::resume() {
    if (!runs() || !paused_) {
        return;
    }
    for (pid_t const other : descendants(process_)) {
        kill(other, SIGCONT);
    }
    kill(process_, SIGCONT);
    paused_ = false;
}

void ServerProcess::dismiss_keeper() {
    if (keeper_ == 0) {
        return;
    }
    kill(keeper_, SIGKILL);
    while (waitpid(keeper_, nullptr, 0) != keeper_ && errno == EINTR) {
    }
    close(lifeline_);
    keeper_ = 0;
}

} // namespace human_support::tests
