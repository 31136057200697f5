// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "record_texts.hpp"

#include "failure.hpp"
#include "json_mistake.hpp"

#include <human_support/json_text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

namespace program {

namespace {

constexpr std::string_view blanks = " \t\r\n";

boost::json::parse_options parse_options() {
    boost::json::parse_options options;
    options.max_depth = human_support::Limits{}.nesting; // as in parse_json
    return options;
}

} // namespace

std::size_t ObjectEnd::find(std::string_view part) {
    for (std::size_t i = 0; i < part.size();) {
        if (in_text_) {
            i = skip_text(part, i);
            continue;
        }
        char const character = part[i];
        ++i;
        switch (character) {
        case ' ':
        case '\t':
        case '\r':
        case '\n': continue;
        case '"': in_text_ = true; break;
        case '{':
        case '[':
            if (!may_hold_value()) {
                another_begins_ = true;
                return i - 1;
            }
            ++depth_;
            break;
        case '}':
        case ']': --depth_; break;
        default: break;
        }
        last_ = character;
        if (depth_ == 0) {
            return i;
        }
    }
    return part.size();
}

std::size_t ObjectEnd::skip_text(std::string_view part, std::size_t from) noexcept {
    bool escaped = escaped_;
    std::size_t i = from;
    for (; i < part.size() && in_text_; ++i) {
        // A text has no line feed: a quote is missing then.
        in_text_ = part[i] != '\n' && (escaped || part[i] != '"');
        escaped = in_text_ && !escaped && part[i] == '\\';
    }
    escaped_ = escaped;
    return i;
}

bool ObjectEnd::may_hold_value() const noexcept {
    bool const in_array = last_ == '[' || (last_ == ',' && depth_ > 1);
    return depth_ == 0 || last_ == ':' || in_array;
}

RecordTexts::RecordTexts(Input& input) : input_(input), parser_({}, parse_options()) {
    constexpr std::size_t many = 10;
    input_.skip_byte_order_mark();
    bool has_objects = false;
    while (read_ahead_.size() < many) {
        auto text = read_next();
        if (!text) {
            break;
        }
        read_ahead_.push_back(*std::move(text));
        auto const& last = read_ahead_.back();
        if (last.is_object &&
            (last.json || last.too_long || human_support::parse_json(last.text, record_limits))) {
            return;
        }
        has_objects = has_objects || last.is_object;
    }
    // A few broken records are named one by one.
    if (read_ahead_.size() == many || (!read_ahead_.empty() && !has_objects)) {
        refuse_format();
    }
}

void RecordTexts::refuse_format() {
    auto sentence = fmt::format("What {} has are no records. Import reads them as export, list and "
                                "get print them: JSON objects, one after the other or in an array.",
                                input_.title());
    auto const& first = read_ahead_.front();
    if (first.is_object) {
        auto const parsed = human_support::parse_json(first.text, record_limits);
        sentence += " " + with_position(parsed.error(), first.text, first.place).message();
    }
    throw Failure({human_support::Errc::invalid_json, std::move(sentence)});
}

std::optional<RecordText> RecordTexts::next() {
    if (read_ahead_.empty()) {
        return read_next();
    }
    auto text = std::move(read_ahead_.front());
    read_ahead_.pop_front();
    return text;
}

std::optional<RecordText> RecordTexts::read_next() {
    for (skip_blanks(); !input_.ahead().empty(); skip_blanks()) {
        char const character = input_.ahead().front();
        if (!array_ && character == '[') {
            array_ = input_.place();
            wanted_ = Wanted::value_or_end;
        } else if (array_ && character == ',' && wanted_ == Wanted::comma_or_end) {
            wanted_ = Wanted::value;
        } else if (array_ && character == ']' && wanted_ != Wanted::value) {
            array_.reset();
        } else {
            return array_ ? read_in_array() : read_value();
        }
        input_.skip(1);
    }
    if (!array_) {
        return std::nullopt;
    }
    RecordText text{*std::exchange(array_, std::nullopt)};
    text.text = "[";
    text.has_end = false;
    return text;
}

RecordText RecordTexts::read_in_array() {
    char const character = input_.ahead().front();
    if (character == ',' || character == ']') { // where a value is missing
        RecordText text{input_.place()};
        take(text, 1);
        wanted_ = Wanted::value;
        if (character == ']') {
            array_.reset();
        }
        return text;
    }
    bool const lacks_comma = wanted_ == Wanted::comma_or_end;
    auto text = read_value();
    text.lacks_comma = lacks_comma;
    wanted_ = text.has_end ? Wanted::comma_or_end : Wanted::value_or_end;
    return text;
}

RecordText RecordTexts::read_value() {
    if (input_.ahead().starts_with('{')) {
        return read_object();
    }
    RecordText text{input_.place()};
    take_until(text, array_ ? ",]\n" : "\n");
    return text;
}

RecordText RecordTexts::read_object() {
    RecordText text{input_.place()};
    text.is_object = true;
    if (read_at_once(text)) {
        return text;
    }
    ObjectEnd end;
    for (auto ahead = input_.ahead(); !end.found() && !ahead.empty(); ahead = input_.ahead()) {
        take(text, end.find(ahead));
    }
    text.has_end = end.is_complete();
    if (!text.has_end) {
        text.text.erase(text.text.find_last_not_of(blanks) + 1);
    } else if (!array_) { // what else is on its line belongs to it, unless that is another record
        take_until(text, "{[\n");
    }
    return text;
}

/// Reads an object that is sound, and whole in what is ahead. Most are, and are read fastest so.
bool RecordTexts::read_at_once(RecordText& text) {
    constexpr std::string_view may_follow_in_stream = "\r\n{[";
    auto const ahead = input_.ahead();
    boost::system::error_code code;
    parser_.reset();
    auto const bytes = parser_.write_some(ahead.data(), ahead.size(), code);
    auto const rest = ahead.substr(std::min(bytes, ahead.size()));
    if (code || bytes > most_record_bytes ||
        (!array_ &&
         (rest.empty() || may_follow_in_stream.find(rest.front()) == std::string_view::npos))) {
        return false;
    }
    text.json = parser_.release();
    text.bytes = bytes;
    input_.skip(bytes);
    return true;
}

void RecordTexts::take_until(RecordText& text, std::string_view ends) {
    for (auto ahead = input_.ahead(); !ahead.empty(); ahead = input_.ahead()) {
        auto const bytes = std::min(ahead.find_first_of(ends), ahead.size());
        take(text, bytes);
        if (bytes < ahead.size()) {
            return;
        }
    }
}

void RecordTexts::take(RecordText& text, std::size_t bytes) {
    text.bytes += bytes;
    text.too_long = text.bytes > most_record_bytes;
    if (text.too_long) {
        text.text.clear();
    } else {
        text.text += input_.ahead().substr(0, bytes);
    }
    input_.skip(bytes);
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

} // namespace program
