// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <cstddef>
#include <fstream>
#include <istream>
#include <optional>
#include <string>
#include <vector>

namespace program {

/// A line without its line feed.
struct Line {
    std::size_t number; ///< from 1
    std::string text;   ///< empty if it is too long
    bool too_long;
};

/// A file to read, or standard input if its name is `-`. Takes bounded memory, whatever it
/// reads. Throws a `Failure` if it cannot read.
class Input {
public:
    explicit Input(std::string name);

    /// All of it; a `Failure` if that is more than `most_bytes`.
    [[nodiscard]] std::string read_all(std::size_t most_bytes);

    /// Reads the next line, which is too long with more than `most_bytes`; none at the end.
    [[nodiscard]] std::optional<Line> read_line(std::size_t most_bytes);

private:
    [[noreturn]] void fail() const;

    std::string name_;
    std::ifstream file_;
    std::istream& stream_;
    std::vector<char> buffer_;
    std::size_t lines_read_ = 0;
};

} // namespace program
