// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "progress_line.hpp"

#include "terminal.hpp"

#include <cstdio>

namespace program {

void ProgressLine::show(std::string_view text) noexcept {
    if (is_terminal(OutputStream::error)) {
        clear();
        std::fwrite(text.data(), 1, text.size(), stderr);
    }
}

void ProgressLine::clear() noexcept {
    if (is_terminal(OutputStream::error)) {
        std::fputs("\r\033[K", stderr); // ECMA-48's EL: erase to the end of the line
    }
}

} // namespace program
