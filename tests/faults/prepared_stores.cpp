// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "faults/prepared_stores.hpp"

#include "schema_versions/kept_files.hpp"
#include "support/catch.hpp"

#include <filesystem>
#include <string>

using namespace human_support;

void leave_missing(FaultyStore&) {}

void fill(FaultyStore& store) {
    REQUIRE(store.open());
    std::vector const stored{Write::store(distinct_record("changed", "first"), Absent{}),
                             Write::store(long_record("long", "first"), Absent{}),
                             Write::store(distinct_record("erased-soon", "first"), Absent{}),
                             Write::store(distinct_record("erased", "first"), Absent{})};
    REQUIRE(store.write(stored));
    auto const erasure = Write::erase(distinct_record("erased", "").chatbot_id);
    REQUIRE(store.write(erasure));
}

void fill_and_close(FaultyStore& store) {
    fill(store);
    store.close();
}

void fill_and_crash(FaultyStore& store) {
    fill(store);
    store.kill();
}

namespace {

void bring_schema_version(int version, FaultyStore& store) {
    std::filesystem::copy_file(kept_file(version), store.file());
    Revision revision = no_revision;
    for (Write const& write : kept_writes()) {
        store.expected().note({&write, 1}, WriteResults{FeedMark{no_epoch, ++revision}});
    }
}

} // namespace

void bring_schema_version_1(FaultyStore& store) { bring_schema_version(1, store); }

void bring_schema_version_2(FaultyStore& store) { bring_schema_version(2, store); }

std::vector<Write> many_writes() {
    std::vector writes{Write::store(long_record("changed", "second"), Anything{}),
                       Write::erase(distinct_record("erased-soon", "").chatbot_id)};
    for (char const* name : {"new-1", "new-2", "new-3", "new-4"}) {
        writes.push_back(Write::store(long_record(name, "first"), Absent{}));
    }
    return writes;
}
