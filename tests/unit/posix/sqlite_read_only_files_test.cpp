// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/sqlite_repository.hpp>

#include "support/catch.hpp"
#include "support/sample_record.hpp"
#include "support/temporary_folder.hpp"
#include "support/unprivileged.hpp"

#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <string>

using namespace human_support;
using std::filesystem::perms;

namespace {

constexpr auto readable = perms::owner_read | perms::group_read | perms::others_read;
constexpr auto writable = readable | perms::owner_write | perms::group_write | perms::others_write;
constexpr auto enterable = perms::owner_exec | perms::group_exec | perms::others_exec;

/// A file with the chatbot `bot`, which nobody has open.
std::filesystem::path make_closed_file(TemporaryFolder const& folder,
                                       std::string const& name = "settings.db") {
    auto const file = folder / name;
    REQUIRE(store(*SqliteRepository::open(file).value(), sample_record("bot")));
    std::filesystem::permissions(file, writable);
    return file;
}

Result<std::unique_ptr<SqliteRepository>> open_to_read(std::filesystem::path const& file) {
    return SqliteRepository::open(file, {.read_only = true});
}

std::set<std::string> names_in(TemporaryFolder const& folder) {
    std::set<std::string> names;
    for (auto const& entry : std::filesystem::directory_iterator(folder.path())) {
        names.insert(entry.path().filename().string());
    }
    return names;
}

} // namespace

TEST_CASE("A file is read where nothing can be written, and nothing is made there") {
    TemporaryFolder const folder;
    TemporaryFolder const elsewhere;
    std::filesystem::permissions(elsewhere.path(), perms::all);
    auto const name = GENERATE(as<std::string>{}, "settings.db", "a b?mode=memory#x%41&ä.db");
    auto const file = make_closed_file(folder, name);
    SECTION("neither in the folder nor in the file") {
        std::filesystem::permissions(file, readable);
        std::filesystem::permissions(folder.path(), readable | enterable);
    }
    SECTION("in the folder") { std::filesystem::permissions(folder.path(), readable | enterable); }
    SECTION("in the file") {
        std::filesystem::permissions(file, readable);
        std::filesystem::permissions(folder.path(), perms::all);
    }
    auto const time = std::filesystem::last_write_time(file);
    Unprivileged const unprivileged;
    {
        auto const repository = open_to_read(file).value();
        CHECK(repository->list({}).value().records.size() == 1);
        CHECK(repository->changes(std::nullopt, 10).value().changes.size() == 1);
        CHECK(repository->check().value().empty());
        REQUIRE(repository->backup(elsewhere / "copy.db"));
        CHECK(store(*repository, sample_record("other")) == Errc::storage_failed);
    }
    CHECK(names_in(folder) == std::set<std::string>{name});
    CHECK((std::filesystem::last_write_time(file) == time)); // not every library can print it
    auto const copy = SqliteRepository::open(elsewhere / "copy.db").value();
    CHECK(copy->list({}).value().records.size() == 1);
}

TEST_CASE("A file that another connection has open is read with its WAL, in any folder") {
    TemporaryFolder const folder;
    auto const file = make_closed_file(folder);
    auto const writer = SqliteRepository::open(file).value();
    REQUIRE(store(*writer, sample_record("in-the-wal")));
    for (auto const* suffix : {"", "-wal", "-shm"}) {
        std::filesystem::permissions(file.string() + suffix, readable);
    }
    std::filesystem::permissions(folder.path(), readable | enterable);
    Unprivileged const unprivileged;
    auto const repository = open_to_read(file).value();
    CHECK(repository->list({}).value().records.size() == 2);
    REQUIRE(store(*writer, sample_record("later")));
    CHECK(repository->list({}).value().records.size() == 3);
}

TEST_CASE("A file with a WAL or a journal beside it is not read without them") {
    TemporaryFolder const folder;
    auto const file = make_closed_file(folder);
    SECTION("a WAL") {
        {
            auto const writer = SqliteRepository::open(file).value();
            REQUIRE(store(*writer, sample_record("in-the-wal")));
            std::filesystem::copy_file(file.string() + "-wal", folder / "kept");
        }
        std::filesystem::rename(folder / "kept", file.string() + "-wal");
        std::filesystem::permissions(file.string() + "-wal", readable);
    }
    SECTION("a journal") {
        std::ofstream(file.string() + "-journal") << "a journal";
        std::filesystem::permissions(file.string() + "-journal", readable);
    }
    std::filesystem::permissions(folder.path(), readable | enterable);
    Unprivileged const unprivileged;
    auto const refused = open_to_read(file);
    REQUIRE(refused == Errc::storage_failed);
    INFO(refused.error().message());
    CHECK(refused.error().message().find("settings.db' cannot be read without writing: ") !=
          std::string::npos);
}

TEST_CASE("Reads without locks notice that somebody with more rights writes") {
    TemporaryFolder const folder;
    auto const file = make_closed_file(folder);
    std::filesystem::permissions(file, readable);
    // A file system's clock may stand still for as long as this test takes.
    std::filesystem::last_write_time(file, {});
    auto const repository = [&] {
        Unprivileged const unprivileged;
        return open_to_read(file).value();
    }();
    REQUIRE(repository->list({}));
    std::filesystem::permissions(file, writable);
    auto const require_refusals = [&] {
        auto const chatbot_id = sample_record("bot").chatbot_id;
        for (auto const& error :
             {repository->find(chatbot_id).error(), repository->list({}).error(),
              repository->changes(std::nullopt, 1).error(), repository->check().error(),
              repository->backup(folder / "copy.db").error()}) {
            REQUIRE(error.code() == Errc::storage_failed);
            REQUIRE(error.message().find("is being changed by another process") !=
                    std::string::npos);
        }
        REQUIRE_FALSE(std::filesystem::exists(folder / "copy.db"));
        REQUIRE(open_to_read(file).value()->list({}).value().records.size() == 2);
    };
    auto writer = SqliteRepository::open(file).value();
    REQUIRE(store(*writer, sample_record("later")));
    require_refusals();
    writer.reset();
    require_refusals();
}

TEST_CASE("Reads without locks notice a file that has grown, whatever its time") {
    TemporaryFolder const folder;
    auto const file = make_closed_file(folder);
    std::filesystem::permissions(file, readable);
    auto const time = std::filesystem::last_write_time(file);
    auto const repository = [&] {
        Unprivileged const unprivileged;
        return open_to_read(file).value();
    }();
    REQUIRE(repository->list({}));
    std::filesystem::permissions(file, writable);
    std::filesystem::resize_file(file, std::filesystem::file_size(file) + 4096);
    std::filesystem::last_write_time(file, time);
    CHECK(repository->list({}) == Errc::storage_failed);
}
