// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace human_support::tests {

/// The folder of PostgreSQL's programs: what `HUMAN_SUPPORT_POSTGRESQL_BIN` says, or else the
/// newest that Debian has installed, or else where the PATH has `postgres`. None if there is none.
[[nodiscard]] std::optional<std::filesystem::path> postgresql_programs();

/// One of these programs, such as "initdb". Throws a `std::runtime_error` if there is none.
[[nodiscard]] std::string postgresql_program(std::string const& name);

/// What `name` stands for on the PATH, or in `/usr/sbin`, where Debian has servers; none if
/// nothing.
[[nodiscard]] std::optional<std::filesystem::path> program_on_path(std::string const& name);

} // namespace human_support::tests
