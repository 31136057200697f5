// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "arguments.hpp"
#include "failure.hpp"

namespace program {

// Each runs one command and throws a `Failure` if it cannot.

ExitCode run_create(Arguments const& arguments);
ExitCode run_upsert(Arguments const& arguments);
ExitCode run_update(Arguments const& arguments);
ExitCode run_get(Arguments const& arguments);
ExitCode run_delete(Arguments const& arguments);
ExitCode run_transfer(Arguments const& arguments);
ExitCode run_list(Arguments const& arguments);
ExitCode run_changes(Arguments const& arguments);
ExitCode run_preview(Arguments const& arguments);
ExitCode run_export(Arguments const& arguments);
ExitCode run_import(Arguments const& arguments);
ExitCode run_check(Arguments const& arguments);
ExitCode run_backup(Arguments const& arguments);
ExitCode run_purge_erasures(Arguments const& arguments);

} // namespace program
