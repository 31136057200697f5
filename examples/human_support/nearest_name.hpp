// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace program {

/// The one of `candidates` that someone who wrote `name` probably meant; none if none is similar.
[[nodiscard]] std::optional<std::string_view>
nearest_name(std::string_view name, std::span<std::string_view const> candidates);

/// The JSON name of the setting that someone who wrote `name` probably meant; none if no name is
/// similar.
[[nodiscard]] std::optional<std::string_view> nearest_setting(std::string_view name);

} // namespace program
