// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "terminal.hpp"

namespace program {

bool is_terminal(OutputStream) noexcept { return false; }

std::size_t terminal_columns() noexcept { return 80; }

void ignore_broken_pipes() noexcept {}

} // namespace program
