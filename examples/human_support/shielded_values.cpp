// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "shielded_values.hpp"

#include <CLI/CLI.hpp>

#include <utility>

namespace program {

namespace {

std::string shielded(std::string word) {
    bool const option = word.starts_with("--");
    auto const equals = word.find('=');
    if (option && equals == std::string::npos) {
        return word;
    }
    auto const value = option ? equals + 1 : 0;
    bool const empty_value = option && value == word.size();
    if (empty_value || word.substr(value).starts_with('[')) {
        word.insert(value, 1, '\0');
    }
    return word;
}

} // namespace

std::vector<std::string> shielded_words(int count, char const* const* text) {
    std::vector<std::string> words;
    for (int i = count - 1; i > 0; --i) {
        words.push_back(shielded(text[i]));
    }
    return words;
}

void unshield_values(CLI::App& app) {
    for (auto* option : app.get_options()) {
        if (option->get_items_expected_max() > 0) {
            option->transform(CLI::Validator(
                [](std::string& value) {
                    value = unshielded(std::move(value));
                    return std::string();
                },
                ""));
        } else {
            option->disable_flag_override();
        }
    }
    for (auto* command : app.get_subcommands([](CLI::App*) { return true; })) {
        unshield_values(*command);
    }
}

std::string unshielded(std::string text) {
    std::erase(text, '\0');
    return text;
}

} // namespace program
