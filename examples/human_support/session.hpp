// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "arguments.hpp"

#include <human_support/service.hpp>
#include <human_support/sqlite_repository.hpp>

#include <memory>

namespace program {

/// What to do if the database file is not there.
enum class MissingFile { create, refuse };

/// The opened store, and the caller for whom the program works with it.
class Session {
public:
    Session(Arguments const& arguments, MissingFile missing);

    [[nodiscard]] human_support::SqliteRepository& repository() noexcept { return *repository_; }
    [[nodiscard]] human_support::SettingsService& service() noexcept { return service_; }
    [[nodiscard]] human_support::Caller const& caller() const noexcept { return caller_; }

private:
    human_support::Caller caller_;
    std::unique_ptr<human_support::SqliteRepository> repository_;
    human_support::SettingsService service_;
};

} // namespace program
