// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "usage_error.hpp"

#include "nearest_name.hpp"
#include "shielded_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace program {

namespace {

std::string suggestion(std::optional<std::string_view> name) {
    return name ? fmt::format(" Did you mean '{}'?", *name) : "";
}

std::string unknown_option(ProgramText const& text, CommandText const& command,
                           std::string_view word) {
    std::vector<std::string_view> names;
    for (auto const* options : {&command.options, &text.program.options}) {
        for (auto const& option : *options) {
            names.insert(names.end(), option.names.begin(), option.names.end());
        }
    }
    auto const name = word.substr(0, word.find('='));
    auto const nearest = nearest_name(name, names);
    std::string advice = suggestion(nearest);
    if (!nearest && !command.operands.empty() && !word.starts_with("--")) {
        advice = fmt::format(" If it is the {}, write '--' before it.",
                             command.operands.front().names.front());
    }
    return fmt::format("'{}' is not an option of '{}'.{}", word, full_name(text, command), advice);
}

} // namespace

std::string unknown_command(ProgramText const& text, std::string_view word, std::string_view what) {
    std::vector<std::string_view> names{"help"};
    for (auto const& command : text.commands) {
        names.push_back(command.name);
    }
    return fmt::format("'{}' is {}.{}", word, what, suggestion(nearest_name(word, names)));
}

std::string plain_reason(std::string text) {
    constexpr std::string_view of_flag = " was given a disallowed flag override";
    text = unshielded(std::move(text));
    auto const found = text.find(of_flag);
    return found == std::string::npos ? text
                                      : fmt::format("--{} takes no value.", text.substr(0, found));
}

std::optional<std::string> unknown_word(ProgramText const& text, CommandText const& command,
                                        std::vector<std::string> const& remaining,
                                        std::vector<std::string> const& words) {
    auto const end_of_options = std::ranges::find(words, "--");
    for (auto const& shielded : remaining) {
        auto const word = unshielded(shielded);
        bool const may_be_option = std::find(words.begin(), end_of_options, word) != end_of_options;
        if (word.size() > 1 && word.starts_with('-') && may_be_option) {
            return unknown_option(text, command, word);
        }
    }
    if (&command == &text.program && !remaining.empty()) {
        return unknown_command(text, unshielded(remaining.front()),
                               "neither a command nor an option");
    }
    return std::nullopt;
}

} // namespace program
