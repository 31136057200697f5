// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/settings_record.hpp>

#include <charconv>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace human_support {

namespace detail {

/// 0 stands for any digit.
inline constexpr std::string_view rfc3339_form = "0000-00-00T00:00:00.000Z";

} // namespace detail

/// `time` as `2026-01-31T23:59:59.123Z`: RFC 3339, section 5.6, always with three digits of
/// fraction. The years 0000 to 9999 can be written; a time outside them, as a broken clock might
/// give, is written as the nearest one that can.
[[nodiscard]] inline std::string to_rfc3339(Timestamp time) {
    namespace chrono = std::chrono;
    using chrono::year;
    constexpr Timestamp first = chrono::sys_days{year{0} / chrono::January / 1};
    constexpr Timestamp last =
        chrono::sys_days{year{10000} / chrono::January / 1} - chrono::milliseconds{1};
    time = time < first ? first : time > last ? last : time;
    auto const day = chrono::floor<chrono::days>(time);
    chrono::year_month_day const date{day};
    chrono::hh_mm_ss const clock{time - day};
    std::string text(detail::rfc3339_form);
    auto const put = [&](std::size_t at, std::size_t length, auto number) {
        for (; length > 0; number /= 10) {
            text[at + --length] = static_cast<char>('0' + number % 10);
        }
    };
    put(0, 4, static_cast<int>(date.year()));
    put(5, 2, static_cast<unsigned>(date.month()));
    put(8, 2, static_cast<unsigned>(date.day()));
    put(11, 2, clock.hours().count());
    put(14, 2, clock.minutes().count());
    put(17, 2, clock.seconds().count());
    put(20, 3, clock.subseconds().count());
    return text;
}

/// The time that `to_rfc3339` wrote as `text`; none where it is of any other form or no such time
/// exists.
[[nodiscard]] inline std::optional<Timestamp> from_rfc3339(std::string_view text) {
    namespace chrono = std::chrono;
    constexpr std::string_view form = detail::rfc3339_form;
    if (text.size() != form.size()) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < form.size(); ++i) {
        bool const digit = text[i] >= '0' && text[i] <= '9';
        if (form[i] == '0' ? !digit : text[i] != form[i]) {
            return std::nullopt;
        }
    }
    auto const number = [&](std::size_t at, std::size_t length) {
        int value = 0;
        std::from_chars(text.data() + at, text.data() + at + length, value);
        return value;
    };
    chrono::year_month_day const date{chrono::year{number(0, 4)},
                                      chrono::month{static_cast<unsigned>(number(5, 2))},
                                      chrono::day{static_cast<unsigned>(number(8, 2))}};
    if (!date.ok() || number(11, 2) > 23 || number(14, 2) > 59 || number(17, 2) > 59) {
        return std::nullopt;
    }
    return chrono::sys_days{date} + chrono::hours{number(11, 2)} + chrono::minutes{number(14, 2)} +
           chrono::seconds{number(17, 2)} + chrono::milliseconds{number(20, 3)};
}

} // namespace human_support
