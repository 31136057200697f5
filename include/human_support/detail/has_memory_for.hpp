// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/language.hpp>

#include <new>

namespace human_support::detail {

/// Calls `function`. Returns false if that ended because of no memory.
template <class Function>
[[nodiscard]] bool has_memory_for(Function&& function) {
#if defined(__cpp_exceptions)
    try {
        function();
        return true;
    } catch (std::bad_alloc const&) {
        return false;
    }
#else
    function(); // the program ends if it has no memory
    return true;
#endif
}

} // namespace human_support::detail
