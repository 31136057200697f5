// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "failure.hpp"
#include "progress_line.hpp"
#include "record_texts.hpp"
#include "storing_thread.hpp"

#include <human_support/repository.hpp>

#include <cstddef>
#include <future>
#include <map>
#include <optional>
#include <string>
#include <unordered_set>
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
/// JSON object for each that it refuses. While one batch is stored, on another thread, it takes the
/// records of the next.
class ImportBatches {
public:
    ImportBatches(human_support::SettingsRepository& repository, ImportOptions options)
        : options_(std::move(options)), storing_thread_(repository) {}

    /// Takes the next record. Begins to store those before it once they are enough.
    void add(RecordText text);

    /// Stores the records that are left.
    void finish();

    /// Leaves out the records that no batch has yet, and says which are stored.
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
    struct Batch {
        std::vector<human_support::Write> writes;
        std::vector<Place> places; ///< of the writes
        std::unordered_set<human_support::ChatbotId> chatbots;
        std::map<Place, human_support::Error> refusals; ///< in the order of the input
        std::size_t bytes = 0;
        std::optional<Place> last; ///< of all its records, also the refused ones
    };

    human_support::Result<human_support::SettingsRecord> read_record(RecordText text);
    void warn_about(std::vector<std::string> const& unknown_members, Place place);
    void add_record(human_support::SettingsRecord record, Place place, std::size_t bytes);
    void begin_to_store();
    void end_storing();
    void take_results(StoringThread::Results const& results);
    void print_refusals();
    [[noreturn]] void give_up(human_support::Error const& error);

    ImportOptions const options_;
    ProgressLine progress_;

    Batch next_;
    Batch latest_;                                ///< being stored, or the last one that was
    StoringThread storing_thread_;                ///< after `latest_`, which it borrows
    std::future<StoringThread::Results> results_; ///< of `latest_`, while it is being stored

    std::size_t stored_ = 0;
    std::size_t skipped_ = 0;
    std::size_t refused_ = 0;
    std::size_t records_with_unknown_members_ = 0;
};

} // namespace program
