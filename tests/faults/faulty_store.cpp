// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "faults/faulty_store.hpp"

#include "faults/prepared_stores.hpp"
#include "support/catch.hpp"
#include "support/foreign_connection.hpp"

#include <vector>

using namespace human_support;

FaultyStore::FaultyStore(SqliteOptions const& options) : options_(options) {}

SqliteOptions FaultyStore::quick_options() {
    SqliteOptions options;
    options.readers = 1;
    options.busy_timeout = std::chrono::milliseconds(2);
    return options;
}

Result<void> FaultyStore::open() {
    auto opened = SqliteRepository::open(file_, options_);
    if (!opened) {
        return opened.error();
    }
    repository_ = *std::move(opened);
    return {};
}

void FaultyStore::kill() {
    system_.cut_power(1);
    close();
    system_.restart_process();
}

Result<WriteResults> FaultyStore::write(std::span<Write const> batch) {
    auto results = repository_->write(batch);
    if (!results && !system_.has_power()) {
        expected_.note_unanswered(batch); // nobody was there any more to be told of the error
    } else {
        expected_.note(batch, results);
    }
    return results;
}

Result<FeedMark> FaultyStore::write(Write const& one) {
    return write({&one, 1}).and_then([](WriteResults results) { return results.front(); });
}

void FaultyStore::check_works() {
    REQUIRE(expected_.differences(repository()) == std::vector<std::string>{});
    auto const probe =
        Write::store(distinct_record("probe", std::to_string(++probes_)), Anything{});
    REQUIRE(write(probe));
    REQUIRE(expected_.differences(repository()) == std::vector<std::string>{});
}

void FaultyStore::check_reopens() {
    close();
    REQUIRE(open());
    check_works();
    auto const findings = repository().check();
    REQUIRE(findings);
    REQUIRE(*findings == std::vector<std::string>{});
    close();
    REQUIRE(ForeignConnection(file_).ask("PRAGMA integrity_check") == "ok");
}
