// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "nearest_name.hpp"

#include "utf8.hpp"

#include <human_support/settings_fields.hpp>

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <string>
#include <vector>

namespace program {

namespace {

/// How many letters must be inserted, removed or replaced to turn `from` into `to`: the distance of
/// Levenshtein, by the algorithm of Wagner and Fischer.
std::size_t edit_distance(std::u32string_view from, std::u32string_view to) {
    std::vector<std::size_t> distances(to.size() + 1);
    std::iota(distances.begin(), distances.end(), std::size_t{0});
    for (std::size_t row = 0; row < from.size(); ++row) {
        std::size_t diagonal = distances[0];
        distances[0] = row + 1;
        for (std::size_t column = 0; column < to.size(); ++column) {
            std::size_t const replaced = diagonal + (from[row] == to[column] ? 0 : 1);
            diagonal = distances[column + 1];
            distances[column + 1] =
                std::min({replaced, distances[column] + 1, distances[column + 1] + 1});
        }
    }
    return distances.back();
}

} // namespace

std::optional<std::string_view> nearest_name(std::string_view name,
                                             std::span<std::string_view const> candidates) {
    std::optional<std::string_view> nearest;
    std::size_t least_distance = 0;
    std::u32string const lower_name = lower_case(decode(name.substr(0, 100)));
    for (auto const candidate : candidates) {
        auto const distance = edit_distance(lower_name, lower_case(decode(candidate)));
        bool const similar = distance * 3 <= candidate.size();
        if (similar && (!nearest || distance < least_distance)) {
            nearest = candidate;
            least_distance = distance;
        }
    }
    return nearest;
}

std::optional<std::string_view> nearest_setting(std::string_view name) {
    std::vector<std::string_view> names;
    human_support::for_each_field([&](auto const& field) { names.push_back(field.json_name); });
    return nearest_name(name, names);
}

} // namespace program
