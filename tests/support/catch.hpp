// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

// Catch2 2.13 or 3: Debian 12 has the former, package managers have the latter.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif
