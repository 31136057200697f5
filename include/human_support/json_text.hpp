// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/limits.hpp>
#include <human_support/result.hpp>

#include <boost/json/parser.hpp>
#include <boost/json/value.hpp>

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

/// Reads JSON text (RFC 8259). Of a repeated member the last one counts. A number beyond the range
/// of a double is read as infinity, or as NaN like `0e999`.
///
/// Fails with `too_large` over `limits.body_bytes`, and with `invalid_json` if the text is not
/// JSON, has bytes that are not UTF-8 or lone surrogates, or is nested deeper than
/// `limits.nesting`.
inline Result<boost::json::value> parse_json(std::string_view text, Limits const& limits = {}) {
    if (auto const fits = check_body_size(text, limits); !fits) {
        return fits.error();
    }
    boost::json::parse_options options;
    options.max_depth = limits.nesting;
    boost::json::parser parser({}, options);
    boost::system::error_code code;
    std::size_t const read = parser.write(text.data(), text.size(), code);
    if (code) {
        return Error(Errc::invalid_json, "The text is not valid JSON at byte " +
                                             std::to_string(read) + ": " + code.message() + ".");
    }
    return parser.release();
}

} // namespace human_support
