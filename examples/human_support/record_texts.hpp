// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "input.hpp"

#include <human_support/limits.hpp>

#include <boost/json/parser.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace program {

/// The longest record of an import, in bytes: more than one within the default limits needs.
inline constexpr std::size_t most_record_bytes = 1024 * 1024;
inline constexpr human_support::Limits record_limits{.body_bytes = most_record_bytes};

/// Finds the end of an object in JSON text that may come in parts. Whether it is valid is for
/// others to say.
class ObjectEnd {
public:
    /// Returns how many bytes of the next part belong to the object.
    std::size_t find(std::string_view part);

    /// Tells whether the object ended: completely, or before another one that begins where JSON
    /// lets none begin, so that a brace is missing.
    [[nodiscard]] bool found() const noexcept { return is_complete() || another_begins_; }

    [[nodiscard]] bool is_complete() const noexcept { return last_ != '\0' && depth_ == 0; }

private:
    std::size_t skip_text(std::string_view part, std::size_t from) noexcept;
    [[nodiscard]] bool may_hold_value() const noexcept;

    std::size_t depth_ = 0;
    char last_ = '\0'; ///< the last character outside texts, but for blanks
    bool in_text_ = false;
    bool escaped_ = false;
    bool another_begins_ = false;
};

/// One record of an import, or whatever stands in its place.
struct RecordText {
    Place place;
    std::size_t bytes = 0;
    std::optional<boost::json::value> json = {}; ///< if it is sound and was read already
    std::string text = {};                       ///< empty if that was read, or is too long
    bool too_long = false;
    bool is_object = false;
    bool has_end = true;
    bool lacks_comma = false; ///< before it, in an array
};

/// Gives the text of one record of an import after the other. Records are JSON objects, one after
/// the other or in arrays, laid out in any way. A mistake in one does not hide those after it.
class RecordTexts {
public:
    /// Reads until there is a record. Throws a `Failure` if what comes first is another format.
    explicit RecordTexts(Input& input);

    /// Reads the next record; none at the end.
    [[nodiscard]] std::optional<RecordText> next();

private:
    /// What JSON wants next in an array.
    enum class Wanted { value_or_end, comma_or_end, value };

    [[noreturn]] void refuse_format();
    [[nodiscard]] std::optional<RecordText> read_next();
    [[nodiscard]] RecordText read_in_array();
    [[nodiscard]] RecordText read_value();
    [[nodiscard]] RecordText read_object();
    [[nodiscard]] bool read_at_once(RecordText& text);
    void take_until(RecordText& text, std::string_view ends);
    void take(RecordText& text, std::size_t bytes);
    void skip_blanks();

    Input& input_;
    boost::json::parser parser_;
    std::deque<RecordText> read_ahead_;
    std::optional<Place> array_; ///< where the array begins in which the next value is
    Wanted wanted_ = Wanted::value_or_end;
};

} // namespace program
