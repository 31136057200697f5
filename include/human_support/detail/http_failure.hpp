// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/errc.hpp>

#include <string_view>

namespace human_support::detail {

/// How a failure is answered, apart from its code and its sentence.
struct HttpFailure {
    int status;                        ///< RFC 9110, section 15; 507 is of RFC 4918, section 11.5
    std::string_view field_name = {};  ///< the header field that goes with it; empty is none
    std::string_view field_value = {}; ///< empty: the seconds of Retry-After
    bool has_inner_details = false;    ///< what storage says of itself, such as a file's path
};

inline constexpr HttpFailure method_not_allowed{405, "Allow"};
inline constexpr HttpFailure unsupported_media_type{415, "Accept-Patch"};

/// Tells how each code is answered: the one table of statuses.
[[nodiscard]] constexpr HttpFailure http_failure(Errc code) noexcept {
    constexpr HttpFailure storage_failure{500, {}, {}, true};
    switch (code) {
    case Errc::invalid_json: return {400};
    case Errc::invalid_settings: return {422};
    case Errc::invalid_argument: return {400};
    case Errc::too_large: return {413};
    case Errc::not_found: return {404};
    case Errc::already_exists: return {409};
    case Errc::revision_mismatch: return {412};
    case Errc::unauthenticated: return {401, "WWW-Authenticate", "Bearer"};
    case Errc::forbidden: return {403};
    case Errc::busy: return {503, "Retry-After", {}, true};
    case Errc::storage_full: return {507, {}, {}, true};
    case Errc::storage_failed:
    case Errc::storage_corrupt:
    case Errc::schema_too_new:
    case Errc::outcome_unknown:
    case Errc::feed_restarted: return storage_failure;
    }
    return storage_failure;
}

} // namespace human_support::detail
