// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "input.hpp"

#include "failure.hpp"

#include <fmt/format.h>

#include <iostream>
#include <limits>
#include <utility>

namespace program {

Input::Input(std::string name)
    : name_(std::move(name)), stream_(name_ == "-" ? std::cin : static_cast<std::istream&>(file_)) {
    if (name_ != "-") {
        file_.open(name_, std::ios::binary);
        if (!file_) {
            fail();
        }
    }
}

std::string Input::read_all(std::size_t most_bytes) {
    std::string text(most_bytes + 1, '\0');
    stream_.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(stream_.gcount()));
    if (stream_.bad()) {
        fail();
    }
    if (text.size() > most_bytes) {
        throw Failure({human_support::Errc::too_large,
                       fmt::format("The body must be at most {} bytes.", most_bytes)});
    }
    return text;
}

std::optional<Line> Input::read_line(std::size_t most_bytes) {
    if (stream_.eof()) {
        return std::nullopt;
    }
    buffer_.resize(most_bytes + 1); // getline ends the text with a NUL
    stream_.getline(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    auto length = static_cast<std::size_t>(stream_.gcount());
    if (stream_.bad()) {
        fail();
    }
    if (stream_.eof() && length == 0) {
        return std::nullopt;
    }
    bool const too_long = stream_.fail();
    if (too_long) {
        stream_.clear();
        stream_.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
        length = 0;
    } else if (!stream_.eof()) {
        --length; // the line feed
    }
    return Line{++lines_read_, std::string(buffer_.data(), length), too_long};
}

void Input::fail() const {
    throw Failure({human_support::Errc::invalid_argument,
                   name_ == "-" ? "Standard input cannot be read."
                                : fmt::format("The file '{}' cannot be read.", name_)});
}

} // namespace program
