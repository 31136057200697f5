// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

// Every header includes this one first, through others or itself.
#if (defined(_MSVC_LANG) && _MSVC_LANG < 202002L) || (!defined(_MSVC_LANG) && __cplusplus < 202002L)
#error "human-support needs C++20: compile with -std=c++20 (MSVC: /std:c++20), or a newer standard."
// Compilers go on after an #error, and would bury it under errors that follow from it.
#include <stopped_by_the_error_above>
#endif
