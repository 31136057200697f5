// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "database.hpp"

#include <human_support/repository.hpp>

#include <mutex>
#include <span>
#include <string>

namespace benchmarks {

/// The baseline: what one would write by hand for one program, on the tables that the library made.
/// One connection with prepared statements, behind a mutex. It neither makes nor reads checksums.
class HandWritten {
public:
    explicit HandWritten(std::filesystem::path const& file,
                         human_support::SqliteOptions const& options = {});

    [[nodiscard]] human_support::SettingsRecordPtr find(human_support::ChatbotId const& chatbot_id);

    /// Stores `record` whatever is there. Once this returns it is durable.
    human_support::Revision store(human_support::SettingsRecord const& record);

    /// Stores the records of new chatbots, in one transaction. Once this returns they are durable.
    void insert(std::span<human_support::Write const> writes);

private:
    void run(StatementPtr const& statement) const;

    std::mutex mutex_; ///< guards everything below
    Database database_;
    StatementPtr find_;
    StatementPtr begin_;
    StatementPtr last_revision_;
    StatementPtr current_revision_;
    StatementPtr insert_;
    StatementPtr store_;
    StatementPtr forget_erasure_;
    StatementPtr advance_counter_;
    StatementPtr commit_;
};

} // namespace benchmarks
