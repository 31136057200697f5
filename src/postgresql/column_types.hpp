// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/settings_record.hpp>

#include <libpq-fe.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace human_support::postgresql {

/// A type of PostgreSQL: its name in SQL, and the numbers that it and its arrays have in every
/// database (https://www.postgresql.org/docs/current/catalog-pg-type.html).
struct ColumnType {
    std::string_view name;
    Oid number;
    Oid array;
};

inline constexpr ColumnType boolean_type{"boolean", 16, 1000};
inline constexpr ColumnType bigint_type{"bigint", 20, 1016};
inline constexpr ColumnType text_type{"text", 25, 1009};
inline constexpr ColumnType timestamp_type{"timestamptz", 1184, 1185};
inline constexpr ColumnType uuid_type{"uuid", 2950, 2951};

/// The type of a list's column. It is stored from a text, since there are no arrays of lists.
inline constexpr ColumnType text_list_type{"text[]", 1009, 1009};

constexpr ColumnType column_type(bool const*) { return boolean_type; }
constexpr ColumnType column_type(std::int64_t const*) { return bigint_type; }
constexpr ColumnType column_type(std::string const*) { return text_type; }
constexpr ColumnType column_type(Timestamp const*) { return timestamp_type; }
constexpr ColumnType column_type(boost::uuids::uuid const*) { return uuid_type; }
constexpr ColumnType column_type(std::vector<std::string> const*) { return text_list_type; }

template <class Kind>
constexpr ColumnType column_type(Id<Kind> const*) {
    return text_type;
}

/// The type of the column that keeps a `T`.
template <class T>
inline constexpr ColumnType column_type_of = column_type(static_cast<T const*>(nullptr));

/// The moment that PostgreSQL counts microseconds from.
inline constexpr Timestamp first_moment = std::chrono::sys_days{std::chrono::year{2000} / 1 / 1};

/// The first and the last moment that a column can keep, to the year. The last one is later than
/// the years of the standard library.
inline constexpr Timestamp earliest_time = std::chrono::sys_days{std::chrono::year{-4712} / 1 / 1};
inline constexpr Timestamp latest_time =
    first_moment + std::chrono::days{106'751'983} - std::chrono::milliseconds{1};

} // namespace human_support::postgresql
