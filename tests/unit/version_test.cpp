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

TEST_CASE("The preprocessor knows the version too, as one number") {
#if HUMAN_SUPPORT_VERSION >= 100
    CHECK(HUMAN_SUPPORT_VERSION == version_major * 10000 + version_minor * 100 + version_patch);
#else
    FAIL("0.1.0 was the first version");
#endif
}
