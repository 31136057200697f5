// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "failure.hpp"
#include "progress_line.hpp"
#include "record_texts.hpp"

#include <human_support/repository.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace program {

/// What to do with a record whose chatbot has settings already.
enum class Existing { refuse, skip, replace };

struct ImportOptions {
    Existing existing = Existing::refuse;
    bool strict = false; ///< refuse records with members that are not settings, without a warning
    std::string account; ///< owns the records that name none, as the answers of the API
};

/// Stores the records of an import, many at a time, with the same result as one at a time. Prints a
/// JSON object for each that it refuses.
class ImportBatches {
public:
    ImportBatches(human_support::SettingsRepository& repository, ImportOptions options)
        : repository_(repository), options_(std::move(options)) {}

    /// Takes the next record. Stores those before it once they are enough.
    void add(RecordText text);

    /// Stores the records that are left.
    void finish();

    /// Leaves out the records that are left, and says which are stored.
    void stop();

    /// Says which records are stored, and which are not.
    void say_how_far();

    [[nodiscard]] std::size_t stored() const noexcept { return stored_; }
    [[nodiscard]] std::size_t skipped() const noexcept { return skipped_; }
    [[nodiscard]] std::size_t refused() const noexcept { return refused_; }

    /// The records of which some members were ignored, since they are not settings.
    [[nodiscard]] std::size_t records_with_unknown_members() const noexcept {
        return records_with_unknown_members_;
    }

private:
    human_support::Result<human_support::SettingsRecord> read_record(RecordText text);
    void warn_about(std::vector<std::string> const& unknown_members, Place place);
    void add_record(human_support::SettingsRecord record, Place place, std::size_t bytes);
    void write();
    void print_refusals();
    [[noreturn]] void give_up(human_support::Error const& error);

    human_support::SettingsRepository& repository_;
    ImportOptions const options_;
    ProgressLine progress_;

    // One batch: the writes, their places and their chatbots; and the refused records, which are
    // printed together with the refused writes, in the order of the input.
    std::vector<human_support::Write> writes_;
    std::vector<Place> places_;
    std::set<human_support::ChatbotId> chatbots_;
    std::map<Place, human_support::Error> refusals_;
    std::size_t bytes_ = 0;
    std::optional<Place> last_; ///< of all records that were taken

    std::size_t stored_ = 0;
    std::size_t skipped_ = 0;
    std::size_t refused_ = 0;
    std::size_t records_with_unknown_members_ = 0;
};

} // namespace program
