// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/rfc3339.hpp>

#include "support/catch.hpp"
#include "support/random_settings.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace human_support;
using namespace std::chrono_literals;
using std::chrono::sys_days;

namespace {

struct TimeAndText {
    Timestamp time;
    std::string text;
};

std::vector<TimeAndText> const rows{
    {Timestamp{}, "1970-01-01T00:00:00.000Z"},
    {Timestamp{1ms}, "1970-01-01T00:00:00.001Z"},
    {Timestamp{-1ms}, "1969-12-31T23:59:59.999Z"},
    {sys_days{2026y / 1 / 31} + 23h + 59min + 59s + 123ms, "2026-01-31T23:59:59.123Z"},
    {sys_days{2024y / 2 / 29} + 12h, "2024-02-29T12:00:00.000Z"},
    {sys_days{2000y / 2 / 29} + 10ms, "2000-02-29T00:00:00.010Z"},
    {sys_days{0y / 1 / 1}, "0000-01-01T00:00:00.000Z"},
    {sys_days{10000y / 1 / 1} - 1ms, "9999-12-31T23:59:59.999Z"},
};

Timestamp const first = rows[6].time;
Timestamp const last = rows[7].time;

} // namespace

TEST_CASE("A time is written in UTC to the millisecond") {
    for (auto const& row : rows) {
        CHECK(to_rfc3339(row.time) == row.text);
    }
}

TEST_CASE("A time is read to the millisecond") {
    for (auto const& row : rows) {
        INFO(row.text);
        auto const read = from_rfc3339(row.text);
        REQUIRE(read);
        CHECK(*read == row.time);
    }
}

TEST_CASE("Every time is read as it was written") {
    Random random;
    INFO("seed " << random.seed());
    auto const span = static_cast<std::size_t>((last - first).count());
    for (int i = 0; i < 10'000; ++i) {
        Timestamp const time =
            first + std::chrono::milliseconds(static_cast<std::int64_t>(random.up_to(span)));
        auto const text = to_rfc3339(time);
        REQUIRE(from_rfc3339(text) == time);
    }
}

TEST_CASE(
    "A time that four digits of year cannot say is written as the nearest one that they can") {
    CHECK(to_rfc3339(first - 1ms) == "0000-01-01T00:00:00.000Z");
    CHECK(to_rfc3339(Timestamp::min()) == "0000-01-01T00:00:00.000Z");
    CHECK(to_rfc3339(last + 1ms) == "9999-12-31T23:59:59.999Z");
    CHECK(to_rfc3339(Timestamp::max()) == "9999-12-31T23:59:59.999Z");
}

TEST_CASE("Every date-time of RFC 3339 is read, and written in the one form") {
    for (auto const& [text, written] : std::vector<std::pair<std::string, std::string>>{
             {"2023-11-07T05:31:56Z", "2023-11-07T05:31:56.000Z"},
             {"2026-01-31t23:59:59.123z", "2026-01-31T23:59:59.123Z"},
             {"2026-01-31T23:59:59.1Z", "2026-01-31T23:59:59.100Z"},
             {"2026-01-31T23:59:59.12Z", "2026-01-31T23:59:59.120Z"},
             {"2026-01-31T23:59:59.1239999999999999999999Z", "2026-01-31T23:59:59.123Z"},
             {"1969-12-31T23:59:59.9999Z", "1969-12-31T23:59:59.999Z"},
             {"2026-01-31T23:59:59+00:00", "2026-01-31T23:59:59.000Z"},
             {"2026-01-31T23:59:59-00:00", "2026-01-31T23:59:59.000Z"},
             {"2026-02-01T00:59:59.5+01:00", "2026-01-31T23:59:59.500Z"},
             {"1937-01-01T12:00:27.87+00:20", "1937-01-01T11:40:27.870Z"},
             {"1996-12-19T16:39:57-08:00", "1996-12-20T00:39:57.000Z"},
             {"2026-01-31T23:59:59-23:59", "2026-02-01T23:58:59.000Z"},
             {"0000-01-01T00:00:00Z", "0000-01-01T00:00:00.000Z"},
             {"9999-12-31T23:59:59.9999Z", "9999-12-31T23:59:59.999Z"},
             {"1998-12-31T23:59:60Z", "1999-01-01T00:00:00.000Z"},
             {"1998-12-31T15:59:60.123-08:00", "1999-01-01T00:00:00.123Z"},
         }) {
        INFO(text);
        auto const time = from_rfc3339(text);
        REQUIRE(time);
        CHECK(to_rfc3339(*time) == written);
    }
}

TEST_CASE("No other form and no time that does not exist is read") {
    using namespace std::string_view_literals;
    for (auto const text : {
             ""sv,
             "2026-01-31"sv,
             "2026-01-31T23:59Z"sv,
             "2026-01-31T23:59:59.Z"sv,
             "2026-01-31T23:59:59.123 Z"sv,
             "2026-01-31T23:59:59.-1Z"sv,
             "2026-01-31T23:59:59+0100"sv,
             "2026-01-31T23:59:59+01"sv,
             "2026-01-31T23:59:59+1:00"sv,
             "2026-01-31T23:59:59+24:00"sv,
             "2026-01-31T23:59:59-01:60"sv,
             "2026-01-31T23:59:59Z+01:00"sv,
             "0000-01-01T00:00:00+00:01"sv, // in a year before 0000 in UTC
             "9999-12-31T23:59:59-00:01"sv, // and after 9999
             "9999-12-31T23:59:60Z"sv,
             "2016-12-31T23:58:60Z"sv,
             "2016-12-31T22:59:60Z"sv,
             "2016-12-31T23:59:60+01:00"sv,
             "2016-12-31T23:59:61Z"sv,
             "1963-6-19T08:30:06Z"sv,
             "2013-350T01:01:01Z"sv,
             "06/19/1963 08:30:06 PST"sv,
             "1963-06-1\u09ea"
             "T00:00:00Z"sv,
             "2026-01-31T23:59:59,123Z"sv,
             "2026-01-31 23:59:59.123Z"sv,
             "2026-01-31T23:59:59.123"sv,
             "2026/01/31T23:59:59.123Z"sv,
             " 2026-01-31T23:59:59.123Z"sv,
             "2026-01-31T23:59:59.123Z "sv,
             "2026-01-31T23:59:59.123Z\0"sv,
             "12026-01-31T23:59:59.123Z"sv,
             "-026-01-31T23:59:59.123Z"sv,
             "+026-01-31T23:59:59.123Z"sv,
             "2026-+1-31T23:59:59.123Z"sv,
             "2026-01-31T23:59:59. 23Z"sv,
             "2026-01-31T2a:59:59.123Z"sv,
             "2026-00-31T23:59:59.123Z"sv,
             "2026-13-31T23:59:59.123Z"sv,
             "2026-01-00T23:59:59.123Z"sv,
             "2026-01-32T23:59:59.123Z"sv,
             "2026-04-31T23:59:59.123Z"sv,
             "2026-02-29T23:59:59.123Z"sv,
             "1900-02-29T23:59:59.123Z"sv,
             "2026-01-31T24:00:00.000Z"sv,
             "2026-01-31T23:60:59.123Z"sv,
         }) {
        INFO(text);
        CHECK_FALSE(from_rfc3339(text));
    }
}
