// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/settings_fields.hpp>
#include <human_support/validation.hpp>

#include <regex.h>

#include <algorithm>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

/// Limits so small that short inputs meet them all. One address has room for more than the longest
/// local part, and than the longest label of a domain.
inline constexpr human_support::Limits small_limits{.prompt_code_points = 12,
                                                    .message_code_points = 24,
                                                    .email_count = 3,
                                                    .email_bytes = 140,
                                                    .body_bytes = 3000,
                                                    .nesting = 6};

/// Settings whose texts are empty, and so keep to any limits.
[[nodiscard]] inline human_support::HumanSupportSettings blank_settings() {
    human_support::HumanSupportSettings settings;
    settings.positive_feedback_prompt.clear();
    settings.request_human_support_prompt.clear();
    settings.human_support_confirmation_message.clear();
    return settings;
}

/// The rule for email addresses as the HTML Standard writes it, by the system's regular expressions
/// rather than the library's code.
class EmailRule {
public:
    EmailRule() {
        auto const* const rule =
            "^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
            "(\\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$";
        if (regcomp(&compiled_, rule, REG_EXTENDED | REG_NOSUB) != 0) {
            throw std::logic_error("the regular expression of emails is wrong");
        }
    }
    EmailRule(EmailRule const&) = delete;
    EmailRule& operator=(EmailRule const&) = delete;
    ~EmailRule() { regfree(&compiled_); }

    [[nodiscard]] bool allows(std::string const& text) const {
        return text.find('\0') == std::string::npos &&
               regexec(&compiled_, text.c_str(), 0, nullptr, 0) == 0;
    }

private:
    regex_t compiled_{};
};

/// Whether UTF-8 text has at most `most` code points, no control character but those `allowed`, and
/// is one line if none are.
[[nodiscard]] inline bool is_within(std::string const& text, std::size_t most,
                                    std::string_view allowed) {
    auto const byte_at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    std::size_t code_points = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const continues = byte_at(i) >= 0x80 && byte_at(i) < 0xC0;
        code_points += continues ? 0 : 1;
        bool const c0 = byte_at(i) < 0x20 || byte_at(i) == 0x7F;
        bool const c1 = byte_at(i) == 0xC2 && byte_at(i + 1) < 0xA0;
        if (c1 || (c0 && allowed.find(text[i]) == std::string_view::npos)) {
            return false;
        }
    }
    bool const separated =
        text.find("\u2028") != std::string::npos || text.find("\u2029") != std::string::npos;
    return code_points <= most && (!separated || !allowed.empty());
}

/// Whether the addresses are few, short, well-formed and different enough.
[[nodiscard]] inline bool are_within(std::vector<std::string> const& emails,
                                     human_support::Limits const& limits) {
    static EmailRule const rule;
    std::set<std::string> different;
    for (auto email : emails) {
        if (email.size() > limits.email_bytes || !rule.allows(email)) {
            return false;
        }
        std::transform(email.begin(), email.end(), email.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 32) : c; });
        different.insert(email);
    }
    return emails.size() <= limits.email_count && different.size() == emails.size();
}

/// Whether the settings keep to the limits: told without the library's own checks.
[[nodiscard]] inline bool is_within(human_support::HumanSupportSettings const& settings,
                                    human_support::Limits const& limits) {
    return is_within(settings.positive_feedback_prompt, limits.prompt_code_points, "") &&
           is_within(settings.request_human_support_prompt, limits.prompt_code_points, "") &&
           is_within(settings.human_support_confirmation_message, limits.message_code_points,
                     "\n\t") &&
           are_within(settings.lead_notification_email, limits);
}
