// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "record_texts.hpp"

#include "failure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace program {

namespace {

constexpr std::string_view blanks = " \t\r\n";

} // namespace

std::size_t ValueEnd::find(std::string_view part) {
    for (std::size_t i = 0; i < part.size(); ++i) {
        char const character = part[i];
        if (character == '\n') {
            in_string_ = false; // a string has none, so a quote is missing
        }
        if (in_string_) {
            in_string_ = escaped_ || character != '"';
            escaped_ = !escaped_ && character == '\\';
        } else if (character == '"') {
            in_string_ = true;
            escaped_ = false;
        } else if (character == '{' || character == '[') {
            ++depth_;
        } else if ((character == '}' || character == ']') && --depth_ == 0) {
            found_ = true;
            return i + 1;
        }
    }
    return part.size();
}

RecordTexts::RecordTexts(Input& input) : input_(input) {
    input_.skip_byte_order_mark();
    skip_blanks();
    if (input_.ahead().starts_with('[')) {
        form_ = Form::values;
        skip_to_value();
    }
    auto const ahead = input_.ahead();
    if (!ahead.empty() && ahead.front() != '{') {
        throw Failure({human_support::Errc::invalid_json,
                       fmt::format("What {} has are no records. Import reads them as export, list "
                                   "and get print them: JSON objects, one after the other or in an "
                                   "array.",
                                   input_.title())});
    }
}

std::optional<Piece> RecordTexts::next() {
    switch (form_) {
    case Form::unknown: return first_line();
    case Form::lines: return input_.read_line(most_record_bytes);
    case Form::values: return next_value();
    }
    return std::nullopt;
}

/// The first line tells whether objects have a line each: if its object goes on, and the next line
/// does not begin another one, they have not.
std::optional<Piece> RecordTexts::first_line() {
    form_ = Form::lines;
    auto line = input_.read_line(most_record_bytes);
    if (!line || line->too_long) {
        return line;
    }
    ValueEnd end;
    end.find(line->text);
    end.find("\n");
    if (end.found()) {
        return line;
    }
    Piece value = *line;
    append(value, "\n", most_record_bytes);
    auto ahead = input_.ahead();
    for (; !ahead.empty(); ahead = input_.ahead()) {
        auto const blank = std::min(ahead.find_first_not_of(blanks), ahead.size());
        if (blank == 0) {
            break;
        }
        take(value, blank);
    }
    if (ahead.empty() || ahead.front() == '{') {
        return line;
    }
    form_ = Form::values;
    return rest_of_value(std::move(value), end);
}

std::optional<Piece> RecordTexts::next_value() {
    skip_to_value();
    auto const ahead = input_.ahead();
    if (!ahead.empty()) {
        return ahead.front() == '{' ? rest_of_value({input_.place(), {}}, {}) : no_value();
    }
    if (array_) { // which does not end: this is no JSON, and more may be missing
        return Piece{*std::exchange(array_, std::nullopt), "["};
    }
    return std::nullopt;
}

Piece RecordTexts::rest_of_value(Piece value, ValueEnd end) {
    for (auto ahead = input_.ahead(); !end.found() && !ahead.empty(); ahead = input_.ahead()) {
        take(value, end.find(ahead));
    }
    return value;
}

/// What stands in the place of a record and is none, such as a number.
Piece RecordTexts::no_value() {
    Piece piece{input_.place(), {}};
    for (auto ahead = input_.ahead(); !ahead.empty(); ahead = input_.ahead()) {
        auto const bytes = std::min(ahead.find_first_of(array_ ? ",]\n" : "\n"), ahead.size());
        take(piece, bytes);
        if (bytes < ahead.size()) {
            break;
        }
    }
    return piece;
}

void RecordTexts::skip_to_value() {
    for (;;) {
        skip_blanks();
        auto const ahead = input_.ahead();
        if (!array_ && ahead.starts_with('[')) {
            array_ = input_.place();
        } else if (array_ && ahead.starts_with(']')) {
            array_.reset();
        } else if (!array_ || !ahead.starts_with(',')) {
            return;
        }
        input_.skip(1);
    }
}

void RecordTexts::skip_blanks() {
    for (auto ahead = input_.ahead(); !ahead.empty(); ahead = input_.ahead()) {
        auto const blank = std::min(ahead.find_first_not_of(blanks), ahead.size());
        if (blank == 0) {
            return;
        }
        input_.skip(blank);
    }
}

void RecordTexts::take(Piece& piece, std::size_t bytes) {
    append(piece, input_.ahead().substr(0, bytes), most_record_bytes);
    input_.skip(bytes);
}

} // namespace program
