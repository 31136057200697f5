// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "postgresql/message_splitter.hpp"

namespace human_support::tests {

void MessageSplitter::add(std::string_view bytes) {
    bytes_.erase(0, begin_);
    begin_ = 0;
    bytes_ += bytes;
}

std::optional<std::string> MessageSplitter::next() {
    auto const rest = std::string_view(bytes_).substr(begin_);
    std::size_t const before_length = has_type_ ? 1 : 0;
    std::size_t const end_of_length = before_length + 4;
    if (rest.size() < end_of_length) {
        return std::nullopt;
    }
    std::size_t size = 0;
    for (char const byte : rest.substr(before_length, 4)) {
        size = size * 256 + static_cast<unsigned char>(byte);
    }
    size += before_length;
    if (rest.size() < size) {
        return std::nullopt;
    }
    has_type_ = true;
    begin_ += size;
    return std::string(rest.substr(0, size));
}

} // namespace human_support::tests
