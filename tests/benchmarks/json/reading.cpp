// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "reading.hpp"

#include <human_support/settings_json.hpp>

#include <boost/json/basic_parser_impl.hpp>

#include <cstdint>

namespace benchmarks {

namespace {

/// Takes nothing of what the parser hands out.
struct Nothing {
    using Code = boost::system::error_code;

    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = max_object_size;
    static constexpr std::size_t max_key_size = max_object_size;
    static constexpr std::size_t max_string_size = max_object_size;

    static bool on_document_begin(Code&) { return true; }
    static bool on_document_end(Code&) { return true; }
    static bool on_object_begin(Code&) { return true; }
    static bool on_object_end(std::size_t, Code&) { return true; }
    static bool on_array_begin(Code&) { return true; }
    static bool on_array_end(std::size_t, Code&) { return true; }
    static bool on_key_part(std::string_view, std::size_t, Code&) { return true; }
    static bool on_key(std::string_view, std::size_t, Code&) { return true; }
    static bool on_string_part(std::string_view, std::size_t, Code&) { return true; }
    static bool on_string(std::string_view, std::size_t, Code&) { return true; }
    static bool on_number_part(std::string_view, Code&) { return true; }
    static bool on_int64(std::int64_t, std::string_view, Code&) { return true; }
    static bool on_uint64(std::uint64_t, std::string_view, Code&) { return true; }
    static bool on_double(double, std::string_view, Code&) { return true; }
    static bool on_bool(bool, Code&) { return true; }
    static bool on_null(Code&) { return true; }
    static bool on_comment_part(std::string_view, Code&) { return true; }
    static bool on_comment(std::string_view, Code&) { return true; }
};

} // namespace

bool read_by_library(std::string_view body) { return human_support::parse_patch(body).has_value(); }

bool read_by_parser_alone(std::string_view body) {
    boost::json::basic_parser<Nothing> parser(boost::json::parse_options{});
    boost::system::error_code code;
    return parser.write_some(false, body.data(), body.size(), code) == body.size() && !code;
}

} // namespace benchmarks
