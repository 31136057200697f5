// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "faults/failing_allocations.hpp"
#include "support/temporary_folder.hpp"

#include <human_support/sqlite_repository.hpp>

#include <filesystem>
#include <functional>
#include <memory>

/// What the tests of the SQLite engine that runs out of memory share.
namespace out_of_memory {

inline constexpr human_support::SqliteOptions options{.readers = 1};

/// Where an operation finds a file to work on, and may leave others.
struct Folder {
    [[nodiscard]] bool is_whole() const;

    TemporaryFolder path;
    std::filesystem::path file = path / "settings.db";
    std::filesystem::path copy = path / "copy.db";
};

/// Makes the file that an operation finds.
using Prepare = std::function<void(std::filesystem::path const& file)>;

/// No file.
void leave_missing(std::filesystem::path const& file);

/// Records, a long one among them, and an erasure.
void fill(std::filesystem::path const& file);

/// The same in a file of the host's whose texts SQLite has to convert.
void fill_utf16(std::filesystem::path const& file);

/// A file of the first version of the schema.
void bring_version_1(std::filesystem::path const& file);

/// An open store, whose file is a copy of one that was prepared once.
struct Store : Folder {
    explicit Store(Folder const& prepared, human_support::SqliteOptions const& with = options);

    std::unique_ptr<human_support::SqliteRepository> repository;
};

/// Checks that `error` says that memory ran out, and where.
void check_message(human_support::Error const& error, Folder const& folder);

/// Calls `run(each)` with an `EachAllocation` of each kind: any one fails; SQLite runs out of
/// memory while we do not; there is none left for anybody.
void with_each_kind_of_failure(int stride, std::function<void(EachAllocation&)> const& run);

/// For operations with thousands of allocations, of which a short run takes some.
[[nodiscard]] int large_stride();

} // namespace out_of_memory
