// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/rfc3339.hpp>

#include "support/catch.hpp"
#include "support/random_settings.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
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

TEST_CASE("No other form and no time that does not exist is read") {
    using namespace std::string_view_literals;
    for (auto const text : {
             ""sv,
             "2026-01-31"sv,
             "2026-01-31T23:59:59Z"sv,
             "2026-01-31T23:59:59.1Z"sv,
             "2026-01-31T23:59:59.12Z"sv,
             "2026-01-31T23:59:59.1234Z"sv,
             "2026-01-31T23:59:59,123Z"sv,
             "2026-01-31 23:59:59.123Z"sv,
             "2026-01-31t23:59:59.123Z"sv,
             "2026-01-31T23:59:59.123z"sv,
             "2026-01-31T23:59:59.123"sv,
             "2026-01-31T23:59:59.123+00:00"sv,
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
             "2016-12-31T23:59:60.000Z"sv,
         }) {
        INFO(text);
        CHECK_FALSE(from_rfc3339(text));
    }
}
