// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "column_types.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace human_support::postgresql {

/// The parameters of a statement, in the binary form of their types.
class Parameters {
public:
    Parameters() = default;

    template <class... Values>
    explicit Parameters(Values const&... values) {
        (add(values), ...);
    }

    template <class T>
    void add(T const& value) {
        begin();
        append(value);
        end();
    }

    /// Adds an array of type `type`, with `value(item)` of each item.
    template <class Range, class Value = std::identity>
    void add_array(ColumnType type, Range const& items, Value value = {}) {
        begin();
        append_number(std::uint32_t{items.empty() ? 0U : 1U}, 4); // dimensions
        append_number(0, 4);                                      // no NULLs
        append_number(type.number, 4);
        if (!items.empty()) {
            append_number(items.size(), 4);
            append_number(1, 4); // the first index
        }
        for (auto const& item : items) {
            auto const place = bytes_.size();
            append_number(0, 4);
            append(value(item));
            set_length(place);
        }
        end();
    }

    [[nodiscard]] int count() const noexcept { return static_cast<int>(lengths_.size()); }
    [[nodiscard]] int const* lengths() const noexcept { return lengths_.data(); }

    /// The beginning of each; valid until the next one is added.
    [[nodiscard]] std::vector<char const*> values() const;

private:
    void begin() { begins_.push_back(bytes_.size()); }
    void end() { lengths_.push_back(static_cast<int>(bytes_.size() - begins_.back())); }

    void append(bool value) { bytes_ += static_cast<char>(value ? 1 : 0); }
    void append(std::int64_t value) { append_number(static_cast<std::uint64_t>(value), 8); }
    void append(std::string_view text) { bytes_ += text; }
    void append(Timestamp value);
    void append(boost::uuids::uuid const& value);

    /// A text that PostgreSQL reads as an array of texts.
    void append(std::vector<std::string> const& texts);

    template <class Kind>
    void append(Id<Kind> const& id) {
        append(std::string_view(id.str()));
    }
    void append(std::string const& text) { append(std::string_view(text)); }

    /// Appends the lowest `size` bytes of it, the highest first.
    void append_number(std::uint64_t value, int size);

    /// Writes at `place` how many bytes come after it.
    void set_length(std::size_t place);

    std::string bytes_;
    std::vector<std::size_t> begins_;
    std::vector<int> lengths_;
};

} // namespace human_support::postgresql
