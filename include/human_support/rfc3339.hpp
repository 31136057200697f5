// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/settings_record.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace human_support {

namespace detail {

/// The form that `to_rfc3339` writes; 0 stands for any digit.
inline constexpr std::string_view rfc3339_form = "0000-00-00T00:00:00.000Z";

inline constexpr Timestamp first_rfc3339_time =
    std::chrono::sys_days{std::chrono::year{0} / std::chrono::January / 1};
inline constexpr Timestamp last_rfc3339_time =
    std::chrono::sys_days{std::chrono::year{10000} / std::chrono::January / 1} -
    std::chrono::milliseconds{1};

/// Reads the parts of a date-time, and remembers whether all of them were valid.
class Rfc3339Reader {
public:
    explicit Rfc3339Reader(std::string_view text) : rest_(text) {}

    /// Reads a number of `digits` digits; 0 if there is none, or if it is over `most`.
    int number(std::size_t digits, int most = 9999) {
        int value = 0;
        for (; digits > 0; --digits) {
            value = value * 10 + (expect("0123456789") - '0');
        }
        well_ = well_ && value <= most;
        return well_ ? value : 0;
    }

    /// Reads one character, which must be one of `any_of`; returns NUL if it is not.
    char expect(std::string_view any_of) {
        well_ = well_ && !rest_.empty() && any_of.find(rest_.front()) != std::string_view::npos;
        char const taken = well_ ? rest_.front() : '\0';
        rest_.remove_prefix(well_ ? 1 : 0);
        return taken;
    }

    /// Reads a fraction of a second, if there is one, in milliseconds.
    int fraction() {
        if (!rest_.starts_with('.')) {
            return 0;
        }
        expect(".");
        int milliseconds = 0;
        int unit = 100;
        do {
            milliseconds += number(1) * unit;
            unit /= 10;
        } while (well_ && next_is_digit());
        return milliseconds;
    }

    /// Reads how far the time is ahead of UTC.
    std::chrono::minutes offset() {
        char const sign = expect("Zz+-");
        if (sign != '+' && sign != '-') {
            return {};
        }
        std::chrono::hours const hours{number(2, 23)};
        expect(":");
        std::chrono::minutes const ahead = hours + std::chrono::minutes{number(2, 59)};
        return sign == '+' ? ahead : -ahead;
    }

    /// Tells whether all parts were valid, and nothing is left.
    [[nodiscard]] bool ended_well() const noexcept { return well_ && rest_.empty(); }

private:
    [[nodiscard]] bool next_is_digit() const noexcept {
        return !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9';
    }

    std::string_view rest_;
    bool well_ = true;
};

/// Writes `time` to `to` as `to_rfc3339` returns it.
inline void write_rfc3339(char* to, Timestamp time) {
    namespace chrono = std::chrono;
    time = time < first_rfc3339_time  ? first_rfc3339_time
           : time > last_rfc3339_time ? last_rfc3339_time
                                      : time;
    auto const day = chrono::floor<chrono::days>(time);
    chrono::year_month_day const date{day};
    chrono::hh_mm_ss<chrono::milliseconds> const clock{time - day};
    std::copy(rfc3339_form.begin(), rfc3339_form.end(), to);
    auto const put = [to](std::size_t at, std::size_t length, auto number) {
        for (auto rest = static_cast<unsigned>(number); length > 0; rest /= 10) {
            to[at + --length] = static_cast<char>('0' + rest % 10);
        }
    };
    put(0, 4, static_cast<int>(date.year()));
    put(5, 2, static_cast<unsigned>(date.month()));
    put(8, 2, static_cast<unsigned>(date.day()));
    put(11, 2, clock.hours().count());
    put(14, 2, clock.minutes().count());
    put(17, 2, clock.seconds().count());
    put(20, 3, clock.subseconds().count());
}

} // namespace detail

/// Returns `time` in the form `2026-01-31T23:59:59.123Z` (RFC 3339, section 5.6), always with three
/// digits of fraction. A time outside of the years 0000 to 9999, which a broken clock might give,
/// becomes the nearest time within them.
[[nodiscard]] inline std::string to_rfc3339(Timestamp time) {
    std::string text(detail::rfc3339_form.size(), '\0');
    detail::write_rfc3339(text.data(), time);
    return text;
}

/// Reads any date-time of RFC 3339 (section 5.6): with `Z` or an offset from UTC, with letters in
/// either case, with a fraction of any length, which is cut to milliseconds. A leap second, which
/// is always 23:59:60 UTC, is read as the second after it, as POSIX counts. Returns none if `text`
/// has another form, if the time does not exist, or if it is outside of the years 0000 to 9999 in
/// UTC.
[[nodiscard]] inline std::optional<Timestamp> from_rfc3339(std::string_view text) {
    namespace chrono = std::chrono;
    detail::Rfc3339Reader reader(text);
    chrono::year const year{reader.number(4)};
    reader.expect("-");
    chrono::month const month{static_cast<unsigned>(reader.number(2))};
    reader.expect("-");
    chrono::day const day{static_cast<unsigned>(reader.number(2))};
    reader.expect("Tt");
    chrono::hours const hour{reader.number(2, 23)};
    reader.expect(":");
    chrono::minutes const minute{reader.number(2, 59)};
    reader.expect(":");
    chrono::seconds const second{reader.number(2, 60)};
    chrono::milliseconds const fraction{reader.fraction()};
    chrono::minutes const offset = reader.offset();
    chrono::year_month_day const date{year, month, day};
    if (!reader.ended_well() || !date.ok()) {
        return std::nullopt;
    }
    Timestamp const whole = chrono::sys_days{date} + hour + minute + second - offset;
    bool const midnight = whole == chrono::floor<chrono::days>(whole);
    if (second == chrono::seconds{60} && !midnight) {
        return std::nullopt;
    }
    Timestamp const time = whole + fraction;
    bool const writable = time >= detail::first_rfc3339_time && time <= detail::last_rfc3339_time;
    return writable ? std::optional(time) : std::nullopt;
}

} // namespace human_support
