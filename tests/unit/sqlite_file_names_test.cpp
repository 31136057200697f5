// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/sqlite_repository.hpp>

#include "support/catch.hpp"
#include "support/sample_record.hpp"
#include "support/temporary_folder.hpp"

#include <filesystem>

using namespace human_support;

TEST_CASE("Files and folders may have any names, which errors say in UTF-8") {
    TemporaryFolder const folder;
    auto const place = folder.path() / u8"Größe 設定 🙂";
    auto const file = place / u8"настройки.db";
    auto const copy = place / u8"копия.db";
    auto const missing = SqliteRepository::open(file);
    REQUIRE(missing.error().message().find("Größe 設定 🙂") != std::string::npos);

    std::filesystem::create_directory(place);
    REQUIRE(store(**SqliteRepository::open(file), sample_record("bot")));
    REQUIRE(std::filesystem::exists(file));
    auto const repository = SqliteRepository::open(file, {.create = false}).value();
    REQUIRE(*repository->find(sample_record("bot").chatbot_id) != nullptr);
    REQUIRE(store(*repository, sample_record("second")));
    REQUIRE(repository->counters().wal_bytes > 0);

    REQUIRE(repository->backup(copy));
    REQUIRE(std::filesystem::exists(copy));
    auto const reopened = SqliteRepository::open(copy, {.create = false}).value();
    REQUIRE(reopened->list({.limit = 10}).value().records.size() == 2);
    auto const refused = repository->backup(copy).error();
    REQUIRE(refused.message().find("копия.db' already exists") != std::string::npos);
}
