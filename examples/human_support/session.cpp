// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "session.hpp"

#include "failure.hpp"
#include "output.hpp"

#include <human_support/system_clock_and_ids.hpp>

#include <fmt/format.h>

#include <system_error>
#include <utility>

namespace program {

namespace {

using human_support::Errc;
using human_support::SqliteRepository;

std::unique_ptr<SqliteRepository> open(std::filesystem::path const& database, Use use) {
    auto opened = SqliteRepository::open(database, {.create = false});
    if (opened != Errc::storage_failed || use == Use::change) {
        return require(std::move(opened));
    }
    if (use == Use::read) {
        // Not at once: this leaves `-wal` and `-shm` behind where they can be made.
        return require(SqliteRepository::open(database, {.read_only = true}));
    }
    std::error_code none;
    auto const size = std::filesystem::file_size(database, none);
    auto made = require(SqliteRepository::open(database));
    if (!none && size > 0) {
        auto const name = database.u8string();
        say(fmt::format("'{}' was a database without human support settings: tables for them were "
                        "made in it, and it was turned to WAL mode.",
                        std::string(name.begin(), name.end())));
    }
    return made;
}

} // namespace

Session::Session(Arguments const& arguments, Use use)
    : caller_{require(human_support::AccountId::parse(arguments.account)), "human-support"},
      repository_(open(arguments.database, use)),
      service_(*repository_, human_support::system_clock_and_ids()) {}

std::optional<std::string> Session::other_owner(human_support::ChatbotId const& chatbot_id) const {
    auto const record = require(repository_->find(chatbot_id));
    if (!record || record->account_id == caller_.account_id) {
        return std::nullopt;
    }
    return fmt::format("Another account than '{}' has settings for this chatbot; check --account.",
                       caller_.account_id.str());
}

} // namespace program
