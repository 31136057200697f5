// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "parameters.hpp"

#include <chrono>

namespace human_support::postgresql {

std::vector<char const*> Parameters::values() const {
    std::vector<char const*> values;
    values.reserve(begins_.size());
    for (auto const begin : begins_) {
        values.push_back(bytes_.data() + begin);
    }
    return values;
}

void Parameters::append(Timestamp value) {
    append(std::int64_t{std::chrono::microseconds(value - first_moment).count()});
}

void Parameters::append(boost::uuids::uuid const& value) {
    bytes_.append(value.begin(), value.end());
}

void Parameters::append(std::vector<std::string> const& texts) {
    // https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO
    bytes_ += '{';
    for (auto const& text : texts) {
        bytes_ += bytes_.back() == '{' ? "\"" : ",\"";
        for (char const c : text) {
            if (c == '"' || c == '\\') {
                bytes_ += '\\';
            }
            bytes_ += c;
        }
        bytes_ += '"';
    }
    bytes_ += '}';
}

void Parameters::append_number(std::uint64_t value, int size) {
    for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
        bytes_ += static_cast<char>(value >> static_cast<unsigned>(shift));
    }
}

void Parameters::set_length(std::size_t place) {
    auto const length = bytes_.size() - place - 4;
    for (std::size_t i = 0; i < 4; ++i) {
        bytes_[place + i] = static_cast<char>(length >> (8 * (3 - i)));
    }
}

} // namespace human_support::postgresql
