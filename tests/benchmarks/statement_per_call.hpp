// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/settings_record.hpp>

#include <SQLiteCpp/Database.h>

#include <cstddef>
#include <filesystem>

namespace benchmarks {

/// Reads as many programs do: with SQLiteCpp as it is by default, and a statement that each call
/// makes again.
class StatementPerCall {
public:
    StatementPerCall(std::filesystem::path const& file, std::size_t page_cache);

    [[nodiscard]] human_support::SettingsRecordPtr find(human_support::ChatbotId const& chatbot_id);

private:
    SQLite::Database database_;
};

} // namespace benchmarks
