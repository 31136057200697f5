// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "failure.hpp"
#include "input.hpp"
#include "progress_line.hpp"

#include <human_support/repository.hpp>

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace program {

/// The longest line of an import, in bytes: more than a record within the default limits needs.
inline constexpr std::size_t most_line_bytes = 1024 * 1024;

/// Stores the lines of an export, many at a time, with the same result as one at a time. Prints a
/// JSON object for each line that it refuses.
class ImportBatches {
public:
    /// `strict` tells whether members that are not settings refuse their line, or get a warning.
    ImportBatches(human_support::SettingsRepository& repository,
                  human_support::Expectation expected, bool strict)
        : repository_(repository), expected_(expected), strict_(strict) {}

    /// Takes the next line. Stores those before it once they are enough.
    void add(Line const& line);

    /// Stores the lines that are left.
    void finish();

    [[nodiscard]] std::size_t stored() const noexcept { return stored_; }
    [[nodiscard]] std::size_t refused() const noexcept { return refused_; }

    /// The lines of which some members were ignored, since they are not settings.
    [[nodiscard]] std::size_t lines_with_unknown_members() const noexcept {
        return lines_with_unknown_members_;
    }

private:
    human_support::Result<human_support::SettingsRecord> read_record(Line const& line);
    void warn_about(std::vector<std::string> const& unknown_members, std::size_t line);
    void add_record(Line const& line, human_support::SettingsRecord record);
    void write();
    void print_refusals();
    [[noreturn]] void give_up(human_support::Error const& error);

    human_support::SettingsRepository& repository_;
    human_support::Expectation expected_;
    bool const strict_;
    ProgressLine progress_;

    // One batch: the writes, their lines and their chatbots; and the refused lines, which are
    // printed together with the refused writes, in the order of the lines.
    std::vector<human_support::Write> writes_;
    std::vector<std::size_t> lines_;
    std::set<human_support::ChatbotId> chatbots_;
    std::map<std::size_t, human_support::Error> refusals_;
    std::size_t bytes_ = 0;

    std::size_t stored_ = 0;
    std::size_t refused_ = 0;
    std::size_t lines_with_unknown_members_ = 0;
};

} // namespace program
