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
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace human_support::detail {

/// One element of a list of emails as it was read; none if it is not a string.
using EmailElement = std::optional<std::string_view>;

/// Collects the violations of one field.
class FieldCheck {
public:
    FieldCheck(std::string_view json_name, Limits const& limits, std::vector<Violation>& found)
        : pointer_(json_pointer(json_name)), limits_(limits), found_(found) {}

    void text(std::string_view value, FieldLimits kind) {
        bool const lines = kind == FieldLimits::message;
        std::size_t const most = lines ? limits_.message_code_points : limits_.prompt_code_points;
        std::size_t length = 0;
        bool control = false;
        bool const utf8 = for_each_code_point(value, [&](char32_t c) {
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

    void emails(std::span<EmailElement const> elements) {
        if (elements.size() > limits_.email_count) {
            add(ViolationCode::too_many_emails,
                at_most(limits_.email_count, "addresses", elements.size()));
        }
        // The list is too long already; mistakes beyond the limit would say nothing new.
        for (std::size_t i = 0; i < elements.size() && i < limits_.email_count; ++i) {
            email(elements, i);
        }
    }

private:
    void email(std::span<EmailElement const> elements, std::size_t index) {
        EmailElement const& element = elements[index];
        if (!element) {
            add(index, ViolationCode::wrong_type, "Must be a string.");
        } else if (element->size() > limits_.email_bytes) {
            add(index, ViolationCode::text_too_long,
                at_most(limits_.email_bytes, "bytes", element->size()));
        } else if (!is_email(*element)) {
            add(index, ViolationCode::invalid_email,
                "Must be an email address, such as name@example.com.");
        } else if (repeats(elements, index)) {
            add(index, ViolationCode::repeated_email, "Must not repeat an earlier address.");
        }
    }

    /// Tells whether an element before `index` is the same address. Lists are short, so a linear
    /// search is enough.
    static bool repeats(std::span<EmailElement const> elements, std::size_t index) {
        for (std::size_t i = 0; i < index; ++i) {
            if (elements[i] && equal_ignoring_case(*elements[i], *elements[index])) {
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
        add_violation(found_, {pointer_, code, std::move(message)});
    }

    void add(std::size_t index, ViolationCode code, std::string message) {
        add_violation(found_, {json_pointer(index, pointer_), code, std::move(message)});
    }

    std::string pointer_;
    Limits const& limits_;
    std::vector<Violation>& found_;
};

/// Returns the mistakes in the list named `json_name`: wrong types, sizes, syntax and repeats.
[[nodiscard]] inline std::vector<Violation> check_emails(std::string_view json_name,
                                                         std::span<EmailElement const> elements,
                                                         Limits const& limits) {
    std::vector<Violation> found;
    FieldCheck(json_name, limits, found).emails(elements);
    return found;
}

} // namespace human_support::detail
