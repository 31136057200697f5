// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/version.hpp>

#include "support/catch.hpp"

#include <string>

using namespace human_support;

TEST_CASE("The version is that of the build, in text and in numbers") {
    CHECK(version_text == PROJECT_VERSION);
    CHECK(version_text == std::to_string(version_major) + '.' + std::to_string(version_minor) +
                              '.' + std::to_string(version_patch));
}
