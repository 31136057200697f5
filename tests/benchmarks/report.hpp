// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace benchmarks {

/// What was measured, in lines, and the ratios that are promised, in a table below them.
class Report {
public:
    /// Prints a line.
    static void say(std::string_view line);

    /// Adds a row to the table: `value` has to be `least` or more.
    void at_least(std::string what, double value, double least);

    /// Adds a row to the table: `value` has to be `most` or less.
    void at_most(std::string what, double value, double most);

    /// Adds a row to the table, of which nothing is required.
    void without_requirement(std::string what, double value);

    /// Prints the table, and returns whether every row is as it has to be.
    [[nodiscard]] bool print_table() const;

private:
    struct Row {
        std::string what;
        double value;
        std::string required; ///< empty if nothing is
        bool kept;
    };

    std::vector<Row> rows_;
};

} // namespace benchmarks
