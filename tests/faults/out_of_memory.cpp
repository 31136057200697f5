// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "faults/out_of_memory.hpp"

#include "faults/fault_rounds.hpp"
#include "faults/sample_store.hpp"
#include "schema_versions/kept_files.hpp"
#include "support/catch.hpp"
#include "support/foreign_connection.hpp"
#include "support/sample_record.hpp"

#include <string>
#include <utility>
#include <vector>

using namespace human_support;

namespace out_of_memory {

bool Folder::is_whole() const {
    return ForeignConnection(file).ask("PRAGMA integrity_check") == "ok";
}

void leave_missing(std::filesystem::path const& /*file*/) {}

void fill(std::filesystem::path const& file) {
    auto const repository = SqliteRepository::open(file, options).value();
    std::vector<Write> writes;
    for (auto const* id : {"changed", "kept", "erased", "erased-before"}) {
        writes.push_back(Write::store(sample_record(id), Absent{}));
    }
    writes.push_back(Write::store(longest_record("long"), Absent{}));
    REQUIRE(repository->write(writes));
    auto const erase = Write::erase(sample_record("erased-before").chatbot_id);
    REQUIRE(repository->write(erase));
}

void fill_utf16(std::filesystem::path const& file) {
    ForeignConnection(file).run("PRAGMA encoding = 'UTF-16'; CREATE TABLE of_the_host (text)");
    fill(file);
}

void bring_version_1(std::filesystem::path const& file) {
    std::filesystem::copy_file(kept_file(1), file);
}

Store::Store(Folder const& prepared, SqliteOptions const& with) {
    std::filesystem::copy_file(prepared.file, file);
    repository = SqliteRepository::open(file, with).value();
}

void check_message(Error const& error, Folder const& folder) {
    CAPTURE(error);
    CHECK((error.code() == Errc::storage_failed || error.code() == Errc::outcome_unknown));
    // There may have been no memory for more than the standard sentence of an unknown outcome.
    if (error != Error(Errc::outcome_unknown)) {
        CHECK(error.message().find(folder.path.path().string()) != std::string::npos);
        CHECK(error.message().find("emory") != std::string::npos);
    }
}

void with_each_kind_of_failure(int stride, std::function<void(EachAllocation&)> const& run) {
    for (auto const& [allocator, failures] :
         {std::pair(Allocator::both, Failures::one),
          std::pair(Allocator::sqlite, Failures::all_from_there_on),
          std::pair(Allocator::both, Failures::all_from_there_on)}) {
        CAPTURE(allocator, failures);
        EachAllocation each(allocator, failures, stride);
        run(each);
    }
}

int large_stride() { return fault_rounds() > 1 ? 1 : 23; }

} // namespace out_of_memory
