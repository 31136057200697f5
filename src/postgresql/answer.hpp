// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "column_types.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace human_support::postgresql {

/// What the server answered to one statement: rows, in the binary form of their types. Each
/// `read` returns false, and leaves the value as it was, if the field is NULL or of another type
/// (as in a table that somebody altered).
class Answer {
public:
    explicit Answer(PGresult* result) noexcept : result_(result) {}

    [[nodiscard]] PGresult* handle() const noexcept { return result_.get(); }
    [[nodiscard]] int row_count() const noexcept { return PQntuples(handle()); }
    [[nodiscard]] int column_count() const noexcept { return PQnfields(handle()); }

    /// The number of rows that a command changed.
    [[nodiscard]] std::size_t changed_count() const noexcept;

    /// Tells whether there is no value, or no such column.
    [[nodiscard]] bool is_null(int row, int column) const noexcept {
        return column >= column_count() || PQgetisnull(handle(), row, column) != 0;
    }

    bool read(int row, int column, bool& value) const noexcept;
    bool read(int row, int column, std::int64_t& value) const noexcept;
    bool read(int row, int column, std::string& value) const;
    bool read(int row, int column, Timestamp& value) const noexcept;
    bool read(int row, int column, boost::uuids::uuid& value) const noexcept;
    bool read(int row, int column, std::vector<std::string>& value) const;

    template <class Kind>
    bool read(int row, int column, Id<Kind>& value) const {
        auto const bytes = field(row, column, text_type);
        auto id = Id<Kind>::parse(bytes.text);
        if (!bytes.is_right || !id) {
            return false;
        }
        value = *std::move(id);
        return true;
    }

private:
    struct Clear {
        void operator()(PGresult* result) const noexcept { PQclear(result); }
    };
    struct Field {
        bool is_right; ///< not NULL, and of the type
        std::string_view text;
    };

    [[nodiscard]] Field field(int row, int column, ColumnType type) const noexcept;

    std::unique_ptr<PGresult, Clear> result_;
};

} // namespace human_support::postgresql
