// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <cstddef>

namespace human_support {

/// How large things from outside may be. A host may choose its own numbers. They apply to changes
/// only: what is stored is read whatever its size, also after the limits were lowered.
struct Limits {
    std::size_t prompt_code_points = 200;   ///< a button's text, in Unicode code points
    std::size_t message_code_points = 1000; ///< the confirmation message, in Unicode code points
    std::size_t email_count = 50;           ///< addresses in the list
    std::size_t email_bytes = 254;          ///< one address (RFC 5321, section 4.5.3.1.3)
    std::size_t body_bytes = 65'536;        ///< the text of a patch
    std::size_t nesting = 32;               ///< levels of arrays and objects in a patch
};

} // namespace human_support
