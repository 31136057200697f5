// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "session.hpp"

#include "failure.hpp"
#include "output.hpp"

#include <human_support/system_clock_and_ids.hpp>

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>
#include <variant>

namespace program {

namespace {

using human_support::Errc;
using human_support::SqliteRepository;

/// Leaves the file as it is, but for one of a schema too old to be read so.
std::unique_ptr<SqliteRepository> open_to_read(std::filesystem::path const& database) {
    auto opened = SqliteRepository::open(database, {.read_only = true});
    if (opened == Errc::storage_failed) {
        if (auto writable = SqliteRepository::open(database, {.create = false})) {
            return *std::move(writable);
        }
    }
    return require(std::move(opened));
}

/// Tells whether the file has more than the one page of an empty database
/// (https://www.sqlite.org/fileformat.html, "The Database Header"). One that somebody is just
/// making has its tables before it has more.
bool has_content(std::filesystem::path const& database) {
    std::array<unsigned char, 18> header{};
    std::ifstream file(database, std::ios::binary);
    if (!file.read(reinterpret_cast<char*>(header.data()), header.size())) {
        return false; // it has no page yet, whatever its size is by now
    }
    unsigned const page_size = header[16] * 256U + header[17];
    std::error_code none;
    auto const size = std::filesystem::file_size(database, none);
    return !none && size > (page_size == 1 ? 65536 : page_size);
}

std::unique_ptr<SqliteRepository> open_or_create(std::filesystem::path const& database) {
    bool const had_content = has_content(database);
    auto opened = SqliteRepository::open(database, {.create = false});
    if (opened != Errc::storage_failed) {
        return require(std::move(opened));
    }
    auto made = require(SqliteRepository::open(database));
    if (had_content) {
        auto const name = database.u8string();
        say(fmt::format("'{}' was a database without human support settings: tables for them were "
                        "made in it, and it was turned to WAL mode.",
                        std::string(name.begin(), name.end())));
    }
    return made;
}

examples::Storage open(std::filesystem::path const& database, Use use) {
    if (examples::is_on_server(database)) {
        return require(examples::open_on_server(database, use == Use::create));
    }
    switch (use) {
    case Use::read: return open_to_read(database);
    case Use::change: return require(SqliteRepository::open(database, {.create = false}));
    case Use::create: return open_or_create(database);
    }
    return {}; // another value does not occur
}

} // namespace

Session::Session(Arguments const& arguments, Use use)
    : caller_{require(human_support::AccountId::parse(arguments.account)), "human-support"},
      storage_(open(arguments.database, use)), repository_(examples::repository_of(storage_)),
      service_(repository_, human_support::system_clock_and_ids()) {}

SqliteRepository& Session::file(std::string const& instead) {
    auto* file = std::get_if<std::unique_ptr<SqliteRepository>>(&storage_);
    if (file == nullptr) {
        throw Failure({Errc::invalid_argument, "This is for a file; for a server, use " + instead});
    }
    return **file;
}

std::size_t Session::purge_erasures(human_support::Timestamp before) {
    return require(
        std::visit([&](auto& opened) { return opened->purge_erasures(before); }, storage_));
}

std::optional<std::string> Session::other_owner(human_support::ChatbotId const& chatbot_id) const {
    auto const record = require(repository_.find(chatbot_id));
    if (!record || record->account_id == caller_.account_id) {
        return std::nullopt;
    }
    return fmt::format("Another account than '{}' has settings for this chatbot; check --account.",
                       caller_.account_id.str());
}

} // namespace program
