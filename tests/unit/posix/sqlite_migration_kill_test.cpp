// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/sqlite_repository.hpp>

#include "schema_versions/kept_files.hpp"
#include "support/catch.hpp"
#include "support/foreign_connection.hpp"
#include "support/killed_process.hpp"
#include "support/sample_record.hpp"
#include "support/temporary_folder.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

using namespace human_support;

namespace {

/// Opens `file`, which brings it to this version's schema, and closes it, in a process of its own.
/// Returns whether that was killed.
bool is_killed_while_opening(std::filesystem::path const& file, int at, bool half_written) {
    return killed_process::is_killed([&] {
        killed_process::killing = {at, half_written};
        return SqliteRepository::open(file).has_value();
    });
}

/// Our tables in a file, as SQL, and the version that it says it has.
std::string schema_of(std::filesystem::path const& file) {
    ForeignConnection connection(file);
    auto const tables = connection.ask("SELECT group_concat(sql, ';') FROM sqlite_schema "
                                       "WHERE name LIKE 'human_support_%'");
    return tables.empty() ? ""
                          : tables + connection.ask("SELECT ';' || schema_version || ',' || "
                                                    "oldest_compatible FROM human_support_store");
}

std::string schema_after_opening(std::filesystem::path const& file) {
    REQUIRE(SqliteRepository::open(file));
    return schema_of(file);
}

/// What a file was before it is opened, if there is one.
struct OldFile {
    std::filesystem::path kept; ///< empty if there is none
    std::unique_ptr<MemoryRepository> content;

    void copy_to(std::filesystem::path const& file) const {
        if (!kept.empty()) {
            std::filesystem::copy_file(kept, file);
        }
    }
};

void kill_at_each_step(OldFile const& old) {
    TemporaryFolder const unharmed;
    old.copy_to(unharmed / "settings.db");
    auto const schema_before = schema_of(unharmed / "settings.db");
    auto const schema_after = schema_after_opening(unharmed / "settings.db");
    REQUIRE(schema_before != schema_after);

    int left_old = 0;
    int left_new = 0;
    for (bool const half_written : {false, true}) {
        for (int at = 1;; ++at) {
            INFO("killed at call " << at << (half_written ? ", half done" : ""));
            TemporaryFolder const folder;
            auto const file = folder / "settings.db";
            old.copy_to(file);
            if (!is_killed_while_opening(file, at, half_written)) {
                break;
            }
            auto const schema = schema_of(file);
            if (schema == schema_before) {
                ++left_old;
            } else {
                REQUIRE(schema == schema_after);
                ++left_new;
            }
            auto const repository = SqliteRepository::open(file).value();
            require_same_content(*repository, *old.content);
            REQUIRE(repository->check().value() == std::vector<std::string>{});
            REQUIRE(store(*repository, sample_record("new")));
            REQUIRE(schema_of(file) == schema_after);
        }
    }
    CHECK(left_old > 0);
    CHECK(left_new > 0);
}

} // namespace

TEST_CASE("A process that is killed while it makes a file leaves no table, or all of them") {
    kill_at_each_step({"", std::make_unique<MemoryRepository>()});
}

TEST_CASE("A process that is killed while it migrates a file leaves the old schema or the new") {
    for (int version = 1; std::filesystem::exists(kept_file(version + 1)); ++version) {
        INFO("from version " << version);
        kill_at_each_step({kept_file(version), kept_content()});
    }
}
