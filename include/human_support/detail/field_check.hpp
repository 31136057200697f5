// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/ascii.hpp>
#include <human_support/detail/email.hpp>
#include <human_support/detail/json_pointer.hpp>
#include <human_support/detail/unicode.hpp>
#include <human_support/error.hpp>
#include <human_support/limits.hpp>
#include <human_support/settings_fields.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace human_support::detail {

[[nodiscard]] inline std::string must_be(std::string_view wanted) {
    return std::string("Must be ").append(wanted).append(".");
}

[[nodiscard]] inline Violation wrong_type(std::string pointer, std::string_view wanted) {
    return {std::move(pointer), ViolationCode::wrong_type, must_be(wanted)};
}

/// Returns what a value of a field's type is called in a sentence.
[[nodiscard]] constexpr std::string_view wanted(std::type_identity<bool>) {
    return "true or false";
}
[[nodiscard]] constexpr std::string_view wanted(std::type_identity<std::string>) {
    return "a string";
}
[[nodiscard]] constexpr std::string_view wanted(std::type_identity<std::vector<std::string>>) {
    return "an array of strings";
}

/// Collects the violations of one field.
class FieldCheck {
public:
    FieldCheck(std::string_view json_name, Limits const& limits, std::vector<Violation>& found)
        : json_name_(json_name), limits_(limits), found_(found) {}

    void text(std::string_view value, FieldLimits kind) {
        bool const lines = kind == FieldLimits::message;
        std::size_t const most = lines ? limits_.message_code_points : limits_.prompt_code_points;
        std::size_t length = 0;
        bool control = false;
        bool const utf8 = read_code_points(
            value, [&](std::size_t printable) { length += printable; },
            [&](char32_t c) {
                ++length;
                control = control || (lines ? is_control(c) && c != '\n' && c != '\t'
                                            : is_control(c) || is_line_separator(c));
            });
        if (!utf8) {
            add(ViolationCode::invalid_utf8, "Must be UTF-8 text.");
            return;
        }
        if (length > most) {
            add(ViolationCode::text_too_long, at_most(most, "characters", length));
        }
        if (control) {
            add(ViolationCode::control_character,
                lines ? "Must not contain control characters other than line feeds and tabs."
                      : "Must be one line without control characters.");
        }
    }

    /// Checks a list, whose elements at the indexes `not_texts`, in rising order, were no strings
    /// and are empty here.
    void emails(std::span<std::string const> elements,
                std::span<std::size_t const> not_texts = {}) {
        if (elements.size() > limits_.email_count) {
            add(ViolationCode::too_many_emails,
                at_most(limits_.email_count, "addresses", elements.size()));
        }
        // The list is too long already; mistakes beyond the limit would say nothing new.
        for (std::size_t i = 0; i < elements.size() && i < limits_.email_count; ++i) {
            if (!not_texts.empty() && not_texts.front() == i) {
                add(i, ViolationCode::wrong_type, "Must be a string.");
                not_texts = not_texts.subspan(1);
            } else {
                email(elements, i);
            }
        }
    }

private:
    void email(std::span<std::string const> elements, std::size_t index) {
        std::string const& element = elements[index];
        if (element.size() > limits_.email_bytes) {
            add(index, ViolationCode::text_too_long,
                at_most(limits_.email_bytes, "bytes", element.size()));
        } else if (!is_email(element)) {
            add(index, ViolationCode::invalid_email,
                "Must be an email address, such as name@example.com.");
        } else if (repeats(elements, index)) {
            add(index, ViolationCode::repeated_email, "Must not repeat an earlier address.");
        }
    }

    /// Tells whether an element before `index` is the same address. Lists are short, so a linear
    /// search is enough.
    static bool repeats(std::span<std::string const> elements, std::size_t index) {
        for (std::size_t i = 0; i < index; ++i) {
            if (equal_ignoring_case(elements[i], elements[index])) {
                return true;
            }
        }
        return false;
    }

    static std::string at_most(std::size_t most, std::string_view unit, std::size_t actual) {
        std::string sentence = "Must have at most ";
        sentence.append(std::to_string(most)).append(" ").append(unit);
        return sentence.append("; it has ").append(std::to_string(actual)).append(".");
    }

    void add(ViolationCode code, std::string message) {
        add_violation(found_, {json_pointer(json_name_), code, std::move(message)});
    }

    void add(std::size_t index, ViolationCode code, std::string message) {
        add_violation(found_,
                      {json_pointer(index, json_pointer(json_name_)), code, std::move(message)});
    }

    std::string_view json_name_;
    Limits const& limits_;
    std::vector<Violation>& found_;
};

} // namespace human_support::detail
