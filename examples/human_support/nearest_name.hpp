// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <optional>
#include <string_view>

namespace program {

/// The JSON name of the setting that someone who wrote `name` probably meant; none if no name is
/// similar.
[[nodiscard]] std::optional<std::string_view> nearest_setting(std::string_view name);

} // namespace program
