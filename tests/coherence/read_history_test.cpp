// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "coherence/read_history.hpp"

#include "support/catch.hpp"

#include <sstream>

namespace {

/// A record of revision 1 that was stored from 10 to 20, another of 2 from 30 to 40, an erasure 3
/// from 50 to 60, and a record of 4 from 70 to 80. The second was written through the cache "own".
ReadHistory history() {
    ReadHistory history(1'000);
    history.add({"bot", 1, 101, 10, 20, "-"});
    history.add({"bot", 2, 102, 30, 40, "own"});
    history.add({"bot", 3, 0, 50, 60, "-"});
    history.add({"bot", 4, 104, 70, 80, "-"});
    return history;
}

HistoryRead read(human_support::Revision revision, std::uint64_t content, Moment begin,
                 Moment age) {
    return {"bot", revision, content, begin, begin + 1, begin - age, age};
}
HistoryRead absence(Moment begin, Moment age) { return read(0, 0, begin, age); }

bool is_right(std::vector<HistoryRead> const& reads, std::string const& cache = "other") {
    auto all = history();
    for (auto const& one : reads) {
        all.add(cache, "thread", one);
    }
    return all.faults().empty();
}

} // namespace

TEST_CASE("A history in which each read shows what it may is right") {
    CHECK(is_right({absence(5, 0), read(1, 101, 15, 0), read(1, 101, 39, 0), read(2, 102, 59, 0),
                    absence(61, 0), read(4, 104, 75, 0), read(4, 104, 500, 0)}));
    CHECK(is_right({read(1, 101, 100, 61)})); // 40 is not before 39
    CHECK(is_right({read(1, 101, 30, 5), absence(55, 10), absence(70, 0), read(4, 104, 80, 0)}));
    CHECK(is_right({read(2, 102, 41, 30)}, "own"));
}

TEST_CASE("A read of what was never written is a fault") {
    CHECK_FALSE(is_right({read(1, 102, 15, 0)}));
    CHECK_FALSE(is_right({read(5, 105, 100, 0)}));
    CHECK_FALSE(is_right({read(3, 103, 60, 0)}));
    CHECK_FALSE(is_right({read(1, 101, 5, 0)}));
}

TEST_CASE("A read that is older than it says is a fault") {
    CHECK_FALSE(is_right({read(1, 101, 100, 59)}));
    CHECK_FALSE(is_right({absence(29, 0)}));
    CHECK_FALSE(is_right({absence(100, 10)}));
    CHECK_FALSE(is_right({read(4, 104, 3'000, 1'001)}));
}

TEST_CASE("A read that goes backwards is a fault") {
    CHECK_FALSE(is_right({read(2, 102, 35, 30), read(1, 101, 37, 30)}));
    CHECK_FALSE(is_right({read(1, 101, 15, 10), absence(18, 15)}));
    CHECK_FALSE(is_right({read(2, 102, 52, 50), absence(55, 50), read(2, 102, 56, 50)}));
    CHECK_FALSE(is_right({read(4, 104, 75, 70), absence(76, 70)}));
}

TEST_CASE("A read that hides a write through the same cache is a fault") {
    CHECK_FALSE(is_right({read(1, 101, 41, 30)}, "own"));
    CHECK(is_right({read(1, 101, 41, 30)}, "other"));
}

TEST_CASE("Reads that a recorder merges are refused as those were that it merged") {
    auto const is_right_if_recorded = [](std::vector<HistoryRead> const& reads) {
        ReadRecorder recorder;
        for (auto const& one : reads) {
            recorder.add(one);
        }
        std::stringstream lines;
        recorder.print(lines, "own", "thread");
        auto all = history();
        all.add_lines(lines);
        return all.faults().empty();
    };
    auto const same = read(1, 101, 15, 0);
    CHECK(is_right_if_recorded({same, same, same, same, read(2, 102, 41, 0)}));
    CHECK_FALSE(
        is_right_if_recorded({same, same, same, read(1, 101, 41, 30), read(4, 104, 99, 0)}));
    CHECK_FALSE(is_right_if_recorded({read(1, 101, 5, 0), same, same, same}));
    CHECK_FALSE(is_right_if_recorded({same, same, read(1, 101, 70, 0), read(1, 101, 71, 60)}));
}

TEST_CASE("A revision that two writes got is a fault") {
    auto all = history();
    all.add({"bot", 2, 109, 30, 40, "-"});
    CHECK_FALSE(all.faults().empty());
}

TEST_CASE("A history that is cut off is no history") {
    ReadHistory all(1);
    std::istringstream cut("write - bot 1");
    CHECK_THROWS_AS(all.add_lines(cut), std::invalid_argument);
    std::istringstream other("wrote");
    CHECK_THROWS_AS(all.add_lines(other), std::invalid_argument);
}
