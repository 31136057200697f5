// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "../storage.hpp"
#include "arguments.hpp"

#include <human_support/service.hpp>

#include <cstddef>
#include <optional>
#include <string>

namespace program {

/// What a command does with the database.
enum class Use {
    read,   ///< and leave it as it is, also where nothing can be written
    change, ///< what is there
    create, ///< it and its tables too, if they are not there
};

/// The opened store, and the caller for whom the program works with it.
class Session {
public:
    Session(Arguments const& arguments, Use use);

    [[nodiscard]] human_support::SettingsRepository& repository() noexcept { return repository_; }

    /// Returns the file. Ends the command if the storage is none; `instead` says what a server has.
    [[nodiscard]] human_support::SqliteRepository& file(std::string const& instead);

    /// See `SqliteRepository::purge_erasures`.
    [[nodiscard]] std::size_t purge_erasures(human_support::Timestamp before);

    [[nodiscard]] human_support::SettingsService& service() noexcept { return service_; }
    [[nodiscard]] human_support::Caller const& caller() const noexcept { return caller_; }

    /// Returns a sentence that says so if the settings of the chatbot are another account's.
    ///
    /// The service says what it would say over HTTP: such settings are not there, but cannot be
    /// created either. That sends a person in a circle, who could read the whole file anyway.
    [[nodiscard]] std::optional<std::string>
    other_owner(human_support::ChatbotId const& chatbot_id) const;

private:
    human_support::Caller caller_;
    examples::Storage storage_;
    human_support::SettingsRepository& repository_; ///< `storage_`
    human_support::SettingsService service_;
};

} // namespace program
