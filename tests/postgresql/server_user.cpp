// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "postgresql/server_user.hpp"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace human_support::tests {

namespace {

struct UserIds {
    uid_t user = 0;
    gid_t group = 0;
};

/// None where this is not root, who alone can be somebody else.
std::optional<UserIds> server_user() {
    if (geteuid() != 0) {
        return std::nullopt;
    }
    for (char const* const name : {"postgres", "nobody"}) {
        if (auto const* const entry = getpwnam(name)) {
            return UserIds{entry->pw_uid, entry->pw_gid};
        }
    }
    throw std::runtime_error("there is no user 'postgres' or 'nobody', and servers refuse root");
}

[[noreturn]] void fail(std::string const& what) {
    throw std::system_error(errno, std::generic_category(), what);
}

/// Turns a fresh child process into the program. Other threads of the parent may have held any
/// lock, so that this allocates nothing.
[[noreturn]] void become(std::vector<char*> const& command, std::optional<UserIds> const& user,
                         char const* folder, int input, int output) {
    setsid();
    dup2(input, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    if (chdir(folder) == 0 && (!user || (setgroups(0, nullptr) == 0 && setgid(user->group) == 0 &&
                                         setuid(user->user) == 0))) {
        execvp(command.front(), command.data());
    }
    constexpr std::string_view problem = "this user may not enter the folder or run the program\n";
    (void)!write(STDERR_FILENO, problem.data(), problem.size());
    _exit(127);
}

} // namespace

void give_to_server_user(std::filesystem::path const& path) {
    auto const user = server_user();
    if (!user) {
        return;
    }
    auto const give = [&user](std::filesystem::path const& file) {
        if (lchown(file.c_str(), user->user, user->group) != 0) {
            fail("giving away " + file.string());
        }
    };
    give(path);
    if (std::filesystem::is_directory(path)) {
        for (auto const& entry : std::filesystem::recursive_directory_iterator(path)) {
            give(entry.path());
        }
    }
}

pid_t start_program(RunAs run_as, std::vector<std::string> command,
                    std::filesystem::path const& folder, std::filesystem::path const& log,
                    int input) {
    std::vector<char*> arguments;
    for (auto& argument : command) {
        arguments.push_back(argument.data());
    }
    arguments.push_back(nullptr);
    auto const user = run_as == RunAs::server_user ? server_user() : std::nullopt;
    int const nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    int const output = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (nothing < 0 || output < 0) {
        fail("opening " + log.string());
    }
    pid_t const process = fork();
    if (process == 0) {
        become(arguments, user, folder.c_str(), input < 0 ? nothing : input, output);
    }
    close(nothing);
    close(output);
    if (process < 0) {
        fail("starting " + command.front());
    }
    return process;
}

void run_as_server_user(std::vector<std::string> const& command,
                        std::filesystem::path const& folder) {
    auto const log = folder / "output";
    pid_t const process = start_program(RunAs::server_user, command, folder, log);
    int status = 0;
    while (waitpid(process, &status, 0) != process) {
        if (errno != EINTR) {
            fail("waiting for " + command.front());
        }
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        throw std::runtime_error(command.front() + " failed: " + text_of(log));
    }
    std::filesystem::remove(log);
}

std::string text_of(std::filesystem::path const& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

} // namespace human_support::tests
