// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/sqlite_repository.hpp>

#include "faults/failing_allocations.hpp"
#include "faults/out_of_memory.hpp"
#include "faults/sample_store.hpp"
#include "support/catch.hpp"
#include "support/sample_record.hpp"

#include <filesystem>
#include <system_error>

using namespace human_support;
using namespace out_of_memory;

TEST_CASE("Opening that runs out of memory fails or opens, and the file can be opened afterwards") {
    Prepare prepare;
    SECTION("a new file") { prepare = out_of_memory::leave_missing; }
    SECTION("a file that is there") { prepare = out_of_memory::fill; }
    SECTION("a file of an older schema version") { prepare = bring_version_1; }
    Folder const prepared;
    prepare(prepared.file);
    auto const open = [](std::filesystem::path const& file) {
        return SqliteRepository::open(file, options);
    };
    auto const copy_to = [&](std::filesystem::path const& file) {
        std::error_code none_there;
        std::filesystem::copy_file(prepared.file, file, none_there);
    };
    Folder const reference;
    copy_to(reference.file);
    auto const expected = contents(**open(reference.file));
    with_each_kind_of_failure(large_stride(), [&](EachAllocation& each) {
        while (each.next()) {
            CAPTURE(each.number());
            Folder const folder;
            copy_to(folder.file);
            {
                auto const opened = each.run([&] { return open(folder.file); });
                if (opened && *opened) {
                    REQUIRE(contents(***opened) == expected);
                } else if (opened) {
                    check_message(opened->error(), folder);
                }
            }
            REQUIRE(contents(**open(folder.file)) == expected);
            REQUIRE(folder.is_whole());
        }
    });
}

TEST_CASE("Opening to read only that runs out of memory fails or opens, and can be done again") {
    Folder const prepared;
    out_of_memory::fill(prepared.file);
    SqliteOptions const reading_only{.readers = 1, .read_only = true};
    auto const expected = contents(**SqliteRepository::open(prepared.file, reading_only));
    with_each_kind_of_failure(large_stride(), [&](EachAllocation& each) {
        while (each.next()) {
            CAPTURE(each.number());
            {
                auto const opened =
                    each.run([&] { return SqliteRepository::open(prepared.file, reading_only); });
                if (opened && *opened) {
                    REQUIRE(contents(***opened) == expected);
                } else if (opened) {
                    check_message(opened->error(), prepared);
                }
            }
            REQUIRE(contents(**SqliteRepository::open(prepared.file, reading_only)) == expected);
            REQUIRE(prepared.is_whole());
        }
    });
}

TEST_CASE("Closing that runs out of memory loses nothing") {
    Folder const prepared;
    fill(prepared.file);
    with_each_kind_of_failure(1, [&](EachAllocation& each) {
        while (each.next()) {
            CAPTURE(each.number());
            Store closed(prepared);
            REQUIRE(store(*closed.repository, longest_record("new")));
            auto const expected = contents(*closed.repository);
            REQUIRE(each.run([&] {
                closed.repository.reset();
                return true;
            }));
            REQUIRE(contents(**SqliteRepository::open(closed.file, options)) == expected);
            REQUIRE(closed.is_whole());
        }
    });
}
