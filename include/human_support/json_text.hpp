// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/limits.hpp>
#include <human_support/result.hpp>

#include <boost/json/error.hpp>
#include <boost/json/parser.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>

namespace human_support {

/// Fails with `too_large` if `text` has more than `limits.body_bytes` bytes.
[[nodiscard]] inline Result<void> check_body_size(std::string_view text, Limits const& limits) {
    if (text.size() <= limits.body_bytes) {
        return {};
    }
    return Error(Errc::too_large, "The body must be at most " + std::to_string(limits.body_bytes) +
                                      " bytes; it has " + std::to_string(text.size()) + ".");
}

namespace detail {

/// Returns `text` with each exponent beyond nine digits shortened to 999,999,999, which is as far
/// beyond the range of a double, in the same number of bytes. Boost.JSON refuses larger ones as
/// soon as they do not fit in an `int`; JSON knows no such limit (RFC 8259, section 6).
[[nodiscard]] inline std::string with_short_exponents(std::string_view text) {
    constexpr std::string_view digits = "0123456789";
    constexpr std::size_t most = 9;
    std::string shortened(text);
    bool in_string = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '"') {
            in_string = !in_string;
        } else if (in_string) {
            at += text[at] == '\\' ? 1U : 0U; // what is escaped
        } else if ((text[at] == 'e' || text[at] == 'E') && at > 0 &&
                   digits.find(text[at - 1]) != std::string_view::npos) {
            auto const first = (std::min)(text.find_first_not_of("+-0", at + 1), text.size());
            auto const end = (std::min)(text.find_first_not_of(digits, first), text.size());
            if (end - first > most) {
                shortened.replace(first, end - first - most, end - first - most, '0');
                shortened.replace(end - most, most, most, '9');
            }
            at = end - 1;
        }
    }
    return shortened;
}

/// Makes zeros of the NaNs in `json`: Boost.JSON reads a zero with a large exponent, such as
/// `0e999`, as zero times infinity.
inline void make_nans_zero(boost::json::value& json) {
    if (auto* number = json.if_double()) {
        *number = std::isnan(*number) ? 0 : *number;
    } else if (auto* array = json.if_array()) {
        for (auto& element : *array) {
            make_nans_zero(element);
        }
    } else if (auto* object = json.if_object()) {
        for (auto& member : *object) {
            make_nans_zero(member.value());
        }
    }
}

/// Has `read(text, code)`, which returns the number of bytes that it took, read the one value that
/// `text` must be.
///
/// Fails like `parse_json`, but knows nothing of `limits.nesting`.
template <class Read>
Result<void> read_json(std::string_view text, Limits const& limits, Read const& read) {
    if (auto const fits = check_body_size(text, limits); !fits) {
        return fits.error();
    }
    boost::system::error_code code;
    std::size_t bytes = read(text, code);
    if (code == boost::json::error::exponent_overflow) {
        bytes = read(with_short_exponents(text), code);
    }
    if (code) {
        return Error(Errc::invalid_json, "The text is not valid JSON at byte " +
                                             std::to_string(bytes) + ": " + code.message() + ".");
    }
    return {};
}

} // namespace detail

/// Reads JSON text (RFC 8259). Of a repeated member the last one counts. A number may have any
/// exponent; one beyond the range of a double is read as infinity.
///
/// Fails with `too_large` over `limits.body_bytes`, and with `invalid_json` if the text is not
/// JSON, has bytes that are not UTF-8 or lone surrogates, or is nested deeper than
/// `limits.nesting`.
inline Result<boost::json::value> parse_json(std::string_view text, Limits const& limits = {}) {
    boost::json::parse_options options;
    options.max_depth = limits.nesting;
    boost::json::parser parser({}, options);
    auto const read = detail::read_json(text, limits, [&](std::string_view json, auto& code) {
        parser.reset();
        return parser.write(json.data(), json.size(), code);
    });
    if (!read) {
        return read.error();
    }
    auto json = parser.release();
    detail::make_nans_zero(json);
    return json;
}

} // namespace human_support
