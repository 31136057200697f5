// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// Prints the versions of the compiler and of the libraries that it was built with, as two columns
// of a table.
#include "support/catch.hpp"

#include <boost/version.hpp>
#include <fmt/core.h>
#include <sqlite3.h>

int main() {
#if defined(__clang__)
    fmt::print("Clang {}", __clang_major__);
#else
    fmt::print("GCC {}", __GNUC__);
#endif
    fmt::print(" | Boost {}.{}.{}, fmt {}.{}.{}, SQLite {}, Catch2 {}.{}.{}\n",
               BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100,
               FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100,
               sqlite3_libversion(), CATCH_VERSION_MAJOR, CATCH_VERSION_MINOR, CATCH_VERSION_PATCH);
}
