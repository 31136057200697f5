// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/settings_record.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace benchmarks {

/// Changes a record as the body of a request says, a merge patch, and returns the text of the
/// response: what each of the libraries below is measured with. Returns nothing if the body is no
/// JSON object, or a setting in it has a wrong type. What is not said of one, it does not check.
using Respond = std::function<std::optional<std::string>(std::string_view body,
                                                         human_support::SettingsRecord record)>;

/// With this library, which checks the limits and the emails as well.
[[nodiscard]] Respond by_library();

/// With a tree of Boost.JSON in both directions, and the checks of this library.
[[nodiscard]] Respond by_boost_json_tree();

/// With simdjson's On-Demand interface. It writes nothing, so this library writes the response.
[[nodiscard]] Respond by_simdjson();

/// The same compiled for this processor, which simdjson takes its instructions from.
[[nodiscard]] Respond by_simdjson_for_this_processor();

/// With RapidJSON's tree, and its writer.
[[nodiscard]] Respond by_rapidjson();

/// With a tree of nlohmann/json, whose members become fields, and another that is written.
[[nodiscard]] Respond by_nlohmann();

/// With the `merge_patch` of nlohmann/json on the settings as a tree.
[[nodiscard]] Respond by_nlohmann_merge_patch();

/// The text of the response to a request for `record`, written by this library.
[[nodiscard]] std::string response_text(human_support::SettingsRecord const& record);

} // namespace benchmarks
