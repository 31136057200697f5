// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/language.hpp>

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>

namespace human_support::detail {

/// Puts a text together from the pieces in which Boost.JSON's `basic_parser` hands it out: one, if
/// it has no escapes, which makes it a string with one allocation at the most. So do the two that
/// are usual with escapes: what stands before the first of them, and the rest from the parser's
/// buffer.
class TextPieces {
public:
    /// The texts are those of `json`, which is borrowed.
    explicit TextPieces(std::string_view json) : json_(json) {}

    /// Adds a piece that is not the last one of its text.
    void add(std::string_view piece) {
        if (start_.empty() && middle_.empty() && is_in_json(piece)) {
            start_ = piece;
        } else {
            middle_ += piece;
        }
    }

    /// Returns the text of `size` bytes that `last` completes, and forgets its pieces.
    [[nodiscard]] std::string complete(std::string_view last, std::size_t size) {
        if (last.size() == size) {
            return std::string(last);
        }
        std::string text;
        text.reserve(size);
        text.append(start_).append(middle_).append(last);
        start_ = {};
        middle_.clear();
        return text;
    }

private:
    [[nodiscard]] bool is_in_json(std::string_view piece) const {
        std::compare_three_way const order; // of any two pointers
        return std::is_lteq(order(json_.data(), piece.data())) &&
               std::is_lt(order(piece.data(), json_.data() + json_.size()));
    }

    std::string_view json_;
    std::string_view start_; ///< in `json_`
    std::string middle_;     ///< from the parser's buffer, which it uses again
};

} // namespace human_support::detail
