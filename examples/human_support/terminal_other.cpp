// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "terminal.hpp"

#include <thread>

namespace program {

bool is_terminal(OutputStream) noexcept { return false; }

std::size_t terminal_columns() noexcept { return 80; }

void ignore_broken_pipes() noexcept {}

void end_by_broken_pipe() noexcept {}

bool wait_for_end_of_reader(std::chrono::milliseconds most) noexcept {
    std::this_thread::sleep_for(most);
    return false;
}

bool wait_for_input(std::FILE*, std::chrono::milliseconds) noexcept { return true; }

std::optional<std::size_t> read_available(std::FILE* file, char* into, std::size_t bytes) noexcept {
    auto const read = std::fread(into, 1, bytes, file);
    return read == 0 && std::ferror(file) != 0 ? std::nullopt : std::optional(read);
}

} // namespace program
