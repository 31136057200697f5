// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/sqlite_repository.hpp>

#include "support/catch.hpp"
#include "support/sample_record.hpp"
#include "support/temporary_folder.hpp"

#include <filesystem>
#include <system_error>

using namespace human_support;

TEST_CASE("A file that is open can neither be deleted nor moved") {
    TemporaryFolder const folder;
    auto const file = folder / "settings.db";
    auto const repository = SqliteRepository::open(file).value();
    std::error_code error;
    SECTION("deleted") { std::filesystem::remove(file, error); }
    SECTION("moved") { std::filesystem::rename(file, folder / "moved.db", error); }
    REQUIRE(error);
    REQUIRE(std::filesystem::exists(file));
    REQUIRE(store(*repository, sample_record("bot")));
}
