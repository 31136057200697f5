// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <string_view>

namespace program {

/// The line that says how far a long command has got, if standard error is a terminal. Goes away
/// with the object, so that what is said next starts on a clean line.
class ProgressLine {
public:
    ProgressLine() = default;
    ProgressLine(ProgressLine const&) = delete;
    ProgressLine& operator=(ProgressLine const&) = delete;
    ~ProgressLine() { clear(); }

    /// Shows `text` in place of the text before.
    void show(std::string_view text) noexcept;

    void clear() noexcept;
};

} // namespace program
