// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "input.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace program {

/// The longest record of an import, in bytes: more than one within the default limits needs.
inline constexpr std::size_t most_record_bytes = 1024 * 1024;

/// Finds the end of an object or array in JSON text that may come in parts. Whether it is valid is
/// for others to say.
class ValueEnd {
public:
    /// Returns how many bytes of the next part belong to the value.
    std::size_t find(std::string_view part);

    /// Tells whether the end was found.
    [[nodiscard]] bool found() const noexcept { return found_; }

private:
    std::size_t depth_ = 0;
    bool in_string_ = false;
    bool escaped_ = false;
    bool found_ = false;
};

/// Gives the text of one record of an import after the other. Records are JSON objects, one a line
/// or laid out in any other way, or elements of a JSON array, where the commas may be left out.
///
/// Objects that stand on a line each are the common form. A line then is a record whatever is wrong
/// with it, so that one mistake does not hide the records after it.
class RecordTexts {
public:
    /// Reads as far as tells the form. Throws a `Failure` if it is another.
    explicit RecordTexts(Input& input);

    /// Reads the next record, or whatever stands in its place; none at the end.
    [[nodiscard]] std::optional<Piece> next();

private:
    [[nodiscard]] std::optional<Piece> first_line();
    [[nodiscard]] std::optional<Piece> next_value();
    [[nodiscard]] Piece rest_of_value(Piece value, ValueEnd end);
    [[nodiscard]] Piece no_value();
    void skip_to_value();
    void skip_blanks();
    void take(Piece& piece, std::size_t bytes);

    enum class Form { unknown, lines, values };

    Input& input_;
    Form form_ = Form::unknown;
    std::optional<Place> array_; ///< where the array begins in which the next value is
};

} // namespace program
