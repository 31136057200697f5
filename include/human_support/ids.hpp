// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/result.hpp>

#include <compare>
#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>

namespace human_support {

/// The length of the longest id, in bytes.
inline constexpr std::size_t max_id_bytes = 128;

namespace detail {

/// The rule for an id's text, as a part of sentences.
inline constexpr std::string_view id_form =
    "1 to 128 characters of A-Z, a-z, 0-9, '.', '_', '~' and '-', but not '.' or '..'";

} // namespace detail

/// A name that the host gives to something: 1 to 128 bytes of `[A-Za-z0-9._~-]`, the unreserved
/// characters of RFC 3986 (section 2.3), so that it needs no encoding in a URL. It is not `.` or
/// `..`, which clients remove from a path (section 5.2.4). Case-sensitive; compared and ordered
/// byte by byte. `Kind` keeps the ids of different things apart, and names the thing in errors.
/// Always holds a valid id, unless it was moved from.
template <class Kind>
class Id {
public:
    /// Returns `text` as an id; `invalid_argument` if it breaks the rule above.
    static Result<Id> parse(std::string_view text) {
        if (!is_valid(text)) {
            return Error(Errc::invalid_argument, std::string(Kind::name) + " must be " +
                                                     std::string(detail::id_form) + ".");
        }
        return Id(std::string(text));
    }

    /// Returns the text of the id.
    [[nodiscard]] std::string const& str() const& noexcept { return text_; }

    /// Does the same for a temporary, by value, so that the text outlives it.
    [[nodiscard]] std::string str() && noexcept { return std::move(text_); }

    friend bool operator==(Id const&, Id const&) = default;
    friend std::strong_ordering operator<=>(Id const& a, Id const& b) {
        return a.text_.compare(b.text_) <=> 0;
    }

private:
    explicit Id(std::string text) : text_(std::move(text)) {}

    static constexpr bool is_valid(std::string_view text) noexcept {
        if (text.empty() || text.size() > max_id_bytes || text == "." || text == "..") {
            return false;
        }
        for (char const c : text) {
            bool const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            bool const digit = c >= '0' && c <= '9';
            if (!letter && !digit && c != '-' && c != '.' && c != '_' && c != '~') {
                return false;
            }
        }
        return true;
    }

    std::string text_;
};

/// The kind of `ChatbotId`.
struct ChatbotKind {
    static constexpr std::string_view name = "A chatbot id"; ///< begins the sentence of an error
};

/// The kind of `AccountId`.
struct AccountKind {
    static constexpr std::string_view name = "An account id"; ///< begins the sentence of an error
};

/// Writes the id's text.
template <class Traits, class Kind>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             Id<Kind> const& id) {
    return out << id.str();
}

/// Names a chatbot.
using ChatbotId = Id<ChatbotKind>;

/// Names an account: the tenant that owns chatbots.
using AccountId = Id<AccountKind>;

} // namespace human_support

/// Makes ids usable as keys of unordered containers.
template <class Kind>
struct std::hash<human_support::Id<Kind>> {
    /// Returns the hash of the text.
    std::size_t operator()(human_support::Id<Kind> const& id) const noexcept {
        return std::hash<std::string>{}(id.str());
    }
};
