// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/language.hpp>

#include <cstddef>

namespace human_support {

/// The largest sizes of what comes from outside. A host may choose its own numbers; no range is
/// checked, and with 0 only an empty value passes. They apply to changes only: stored
/// settings of any size are read, also after the limits were lowered.
struct Limits {
    std::size_t prompt_code_points = 200;   ///< a button's text, in Unicode code points
    std::size_t message_code_points = 1000; ///< the confirmation message, in Unicode code points
    std::size_t email_count = 50;           ///< addresses in the list; each is compared with all
    std::size_t email_bytes = 254;          ///< one address (RFC 5321, section 4.5.3.1.3)
    std::size_t body_bytes = 65'536;        ///< the text of a patch, in bytes
    std::size_t nesting = 32;               ///< levels of arrays and objects; each takes stack
};

} // namespace human_support
