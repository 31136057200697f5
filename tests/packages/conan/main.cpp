// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/settings_json.hpp>
#ifdef WITH_SQLITE
#include <human_support/sqlite_repository.hpp>
#endif

#include <cstdlib>

int main() {
    bool sound = human_support::parse_patch(R"({"enableHumanSupport": true})").has_value();
#ifdef WITH_SQLITE
    sound = sound && human_support::SqliteRepository::open("test_package.db").has_value();
#endif
    return sound ? EXIT_SUCCESS : EXIT_FAILURE;
}
