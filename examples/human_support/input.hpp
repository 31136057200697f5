// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "place.hpp"

#include <cstddef>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace program {

/// A file to read, or standard input if its name is `-`. Takes bounded memory, whatever it
/// reads. Throws a `Failure` if it cannot read. Once a stop is requested, it waits for nothing more
/// and is at its end.
class Input {
public:
    explicit Input(std::string name);

    /// All of it; a `Failure` if that is more than `most_bytes`.
    [[nodiscard]] std::string read_all(std::size_t most_bytes);

    /// What comes next, without reading it: at least so many bytes, unless the end is nearer.
    [[nodiscard]] std::string_view ahead(std::size_t least_bytes = 1);

    /// Reads so many bytes of what is ahead.
    void skip(std::size_t bytes);

    /// Reads the byte-order mark that may be at the start of UTF-8; it takes no column.
    void skip_byte_order_mark();

    /// Where what comes next begins.
    [[nodiscard]] Place place() noexcept;

    /// Its name in a sentence.
    [[nodiscard]] std::string title() const;

private:
    void read_more();
    [[noreturn]] void fail(int error) const;

    std::string name_;
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> opened_;
    std::FILE* file_;
    std::string buffer_;
    std::size_t used_ = 0;    ///< how much of the buffer is read
    std::size_t located_ = 0; ///< where in the buffer `place_` is
    bool ended_ = false;
    Place place_;
};

} // namespace program
