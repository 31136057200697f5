// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace human_support::tests {

/// Makes `path`, with all in it, a possession of the user as whom servers run: PostgreSQL and
/// PgBouncer refuse root, so that for root that is `postgres` or else `nobody`, and for others
/// themselves.
void give_to_server_user(std::filesystem::path const& path);

enum class RunAs { server_user, this_user };

/// Starts a program in `folder`, in a session of its own, with its output at the end of the file
/// `log` and with nothing to read, or else `input`. The caller waits for its end.
[[nodiscard]] pid_t start_program(RunAs user, std::vector<std::string> command,
                                  std::filesystem::path const& folder,
                                  std::filesystem::path const& log, int input = -1);

/// Runs a program as the servers' user in `folder`, to its end. Throws a `std::runtime_error` with
/// what it printed if it fails.
void run_as_server_user(std::vector<std::string> const& command,
                        std::filesystem::path const& folder);

/// The text of a file; empty if there is none.
[[nodiscard]] std::string text_of(std::filesystem::path const& file);

} // namespace human_support::tests
