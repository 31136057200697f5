// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
// Loaded before a program's SQLite, it answers in its place to what an environment variable tells.

#include <sqlite3.h>

#include <cstdlib>

namespace {

int number(char const* variable, int otherwise) {
    char const* const text = std::getenv(variable);
    return text == nullptr ? otherwise : std::atoi(text);
}

} // namespace

int sqlite3_libversion_number() { return number("OTHER_SQLITE_VERSION", SQLITE_VERSION_NUMBER); }

int sqlite3_threadsafe() { return number("OTHER_SQLITE_THREADSAFE", 1); }
