// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "answer.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <utility>

namespace human_support::postgresql {

namespace {

/// Reads numbers, whose highest byte comes first, and what else is in a field.
class Bytes {
public:
    explicit Bytes(std::string_view rest) : rest_(rest) {}

    /// Takes the next `size` bytes; none if there are fewer.
    std::optional<std::string_view> take(std::size_t size) {
        if (size > rest_.size()) {
            return std::nullopt;
        }
        auto const taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }

    /// Takes a number of 4 bytes; 2^32 - 1, which is no size, if there are fewer.
    std::uint32_t take_number() {
        auto const bytes = take(4);
        return bytes ? static_cast<std::uint32_t>(number(*bytes)) : ~std::uint32_t{0};
    }

    static std::uint64_t number(std::string_view bytes) {
        std::uint64_t number = 0;
        for (char const byte : bytes) {
            number = (number << 8U) | static_cast<unsigned char>(byte);
        }
        return number;
    }

private:
    std::string_view rest_;
};

} // namespace

Answer::Field Answer::field(int row, int column, ColumnType type) const noexcept {
    bool const is_right = !is_null(row, column) && PQftype(handle(), column) == type.number;
    return {is_right,
            {PQgetvalue(handle(), row, column),
             static_cast<std::size_t>(PQgetlength(handle(), row, column))}};
}

std::size_t Answer::changed_count() const noexcept {
    std::string_view const digits = PQcmdTuples(handle());
    std::size_t count = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), count);
    return count;
}

bool Answer::read(int row, int column, bool& value) const noexcept {
    auto const [is_right, bytes] = field(row, column, boolean_type);
    if (is_right) {
        value = bytes.front() != 0;
    }
    return is_right;
}

bool Answer::read(int row, int column, std::int64_t& value) const noexcept {
    auto const [is_right, bytes] = field(row, column, bigint_type);
    if (is_right) {
        value = static_cast<std::int64_t>(Bytes::number(bytes));
    }
    return is_right;
}

bool Answer::read(int row, int column, std::string& value) const {
    auto const [is_right, bytes] = field(row, column, text_type);
    if (is_right) {
        value = bytes;
    }
    return is_right;
}

bool Answer::read(int row, int column, Timestamp& value) const noexcept {
    auto const [is_right, bytes] = field(row, column, timestamp_type);
    if (is_right) {
        auto const microseconds = static_cast<std::int64_t>(Bytes::number(bytes));
        value = first_moment + std::chrono::floor<std::chrono::milliseconds>(
                                   std::chrono::microseconds(microseconds));
    }
    return is_right;
}

bool Answer::read(int row, int column, boost::uuids::uuid& value) const noexcept {
    auto const [is_right, bytes] = field(row, column, uuid_type);
    if (is_right) {
        std::copy(bytes.begin(), bytes.end(), value.begin());
    }
    return is_right;
}

bool Answer::read(int row, int column, std::vector<std::string>& value) const {
    auto const [is_right, all] = field(row, column, text_list_type);
    if (!is_right) {
        return false;
    }
    Bytes bytes(all);
    auto const dimensions = bytes.take_number();
    bytes.take(8); // whether there are NULLs, and the type of the elements
    std::vector<std::string> texts;
    if (dimensions == 1) {
        auto const count = bytes.take_number();
        bytes.take(4); // the first index
        for (std::uint32_t i = 0; i < count; ++i) {
            auto const text = bytes.take(bytes.take_number());
            if (!text) { // NULL, for which we have no value
                return false;
            }
            texts.emplace_back(*text);
        }
    }
    value = std::move(texts);
    return dimensions <= 1;
}

} // namespace human_support::postgresql
