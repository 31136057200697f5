// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace benchmarks {

/// A number of a picture.
struct Figure {
    std::string picture;     ///< its title
    std::string unit;        ///< of the number
    std::string name;        ///< of whom or what
    std::size_t records = 0; ///< of the store; 0 if that is not what the picture is about
    double best = 0;         ///< of all rounds
    double median = 0;       ///< of all rounds
};

/// The allocations of one operation.
[[nodiscard]] Figure allocation_figure(std::string const& picture, std::string name,
                                       std::size_t allocations);

/// What was measured, in lines, and the ratios that are promised, in a table below them.
class Report {
public:
    /// Prints a line.
    static void say(std::string_view line);

    /// Prints a number, and keeps it for the pictures.
    void figure(Figure figure);

    /// Adds a row to the table: `value` has to be `least` or more.
    void at_least(std::string what, double value, double least);

    /// Adds a row to the table: `value` has to be `most` or less.
    void at_most(std::string what, double value, double most);

    /// Adds a row to the table, of which nothing is required.
    void without_requirement(std::string what, double value);

    /// Prints the table, and returns whether every row is as it has to be.
    [[nodiscard]] bool print_table() const;

    /// Adds the rows to `ratios.csv`, under the heading `subject`, and the figures to
    /// `figures.csv`, for `results_page.py`, in the folder that the environment variable
    /// HUMAN_SUPPORT_BENCHMARK_RESULTS names, if it does.
    void write_results(std::string_view subject) const;

private:
    struct Row {
        std::string what;
        double value;
        std::string required; ///< empty if nothing is
        bool kept;
        [[nodiscard]] char const* verdict() const {
            return required.empty() ? "" : kept ? "kept" : "MISSED";
        }
    };

    std::vector<Row> rows_;
    std::vector<Figure> figures_;
};

} // namespace benchmarks
