// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "input.hpp"

#include "failure.hpp"
#include "stop_signal.hpp"
#include "terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <system_error>
#include <utility>

namespace program {

namespace {

constexpr std::size_t chunk_bytes = 64 * 1024;

bool begins_code_point(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }

} // namespace

Input::Input(std::string name)
    : name_(std::move(name)), opened_(nullptr, std::fclose), file_(stdin) {
    if (name_ != "-") {
        opened_.reset(std::fopen(name_.c_str(), "rb"));
        file_ = opened_.get();
        if (file_ == nullptr) {
            fail(errno);
        }
    }
}

std::string Input::read_all(std::size_t most_bytes) {
    std::string const text(ahead(most_bytes + 1));
    if (text.size() > most_bytes) {
        throw Failure({human_support::Errc::too_large,
                       fmt::format("The body must be at most {} bytes.", most_bytes)});
    }
    return text;
}

std::string_view Input::ahead(std::size_t least_bytes) {
    while (buffer_.size() - used_ < least_bytes && !ended_) {
        read_more();
    }
    return std::string_view(buffer_).substr(used_);
}

void Input::skip(std::size_t bytes) { used_ += bytes; }

void Input::skip_byte_order_mark() {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (ahead(mark.size()).starts_with(mark)) {
        located_ = used_ += mark.size();
    }
}

Place Input::place() noexcept {
    auto passed = std::string_view(buffer_).substr(located_, used_ - located_);
    located_ = used_;
    for (auto end = passed.find('\n'); end != std::string_view::npos; end = passed.find('\n')) {
        place_ = {place_.line + 1};
        passed.remove_prefix(end + 1);
    }
    place_.column += static_cast<std::size_t>(std::ranges::count_if(passed, begins_code_point));
    return place_;
}

void Input::read_more() {
    constexpr std::chrono::milliseconds between_looks{250};
    while (!wait_for_input(file_, between_looks)) {
        if (stop_requested()) {
            ended_ = true;
            return;
        }
    }
    (void)place(); // before what it counts is forgotten
    buffer_.erase(0, used_);
    used_ = located_ = 0;
    auto const kept = buffer_.size();
    buffer_.resize(kept + chunk_bytes);
    auto const read = read_available(file_, buffer_.data() + kept, chunk_bytes);
    buffer_.resize(kept + read.value_or(0));
    if (!read) {
        fail(errno);
    }
    ended_ = *read == 0;
}

std::string Input::title() const {
    return name_ == "-" ? "standard input" : fmt::format("the file '{}'", name_);
}

void Input::fail(int error) const {
    auto sentence =
        fmt::format("{} cannot be read: {}.", title(), std::generic_category().message(error));
    sentence.front() = name_ == "-" ? 'S' : 'T';
    throw Failure({human_support::Errc::invalid_argument, std::move(sentence)});
}

} // namespace program
