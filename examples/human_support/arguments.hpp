// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "failure.hpp"

#include <human_support/settings_record.hpp>

#include <cstddef>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace program {

/// The command line. Ids and bodies are still unchecked text. A member that is not an argument of
/// the command keeps its value from here.
struct Arguments {
    std::filesystem::path database = "human-support.db";
    std::string account = "default";

    ExitCode (*command)(Arguments const&) = nullptr;

    std::string chatbot_id;
    std::string body = "{}";
    bool strict = false;
    std::optional<human_support::Revision> if_revision;

    std::string to_account;
    bool clear_emails = false;

    std::optional<std::string> after_chatbot_id;
    human_support::Revision after_revision = human_support::no_revision;
    std::size_t limit = std::numeric_limits<std::size_t>::max();
    bool follow = false;

    std::vector<std::string> suggestions;
    bool human_requested = false;
    bool json = false;

    std::string input = "-";
    bool replace = false;
    bool skip_existing = false;

    std::filesystem::path destination;
    human_support::Timestamp erased_before;
};

/// Reads the command line. If there is nothing to run, because it asks for help or is wrong, prints
/// that and returns the exit code.
[[nodiscard]] std::variant<Arguments, ExitCode> parse_arguments(int count, char const* const* text);

} // namespace program
