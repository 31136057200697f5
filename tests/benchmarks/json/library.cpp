// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "respond.hpp"

#include "support/tree_patch.hpp"

#include <human_support/settings_json.hpp>
#include <human_support/validation.hpp>

#include <boost/json/serialize.hpp>

#include <utility>

namespace benchmarks {

using human_support::HumanSupportSettings;
using human_support::SettingsRecord;

namespace {

/// Changes `record` by a patch that was read, if there is nothing against that.
bool change(SettingsRecord& record, human_support::Result<human_support::ParsedPatch> parsed,
            HumanSupportSettings const& defaults) {
    if (!parsed || !human_support::validate(parsed->patch, &record.settings, {}).empty()) {
        return false;
    }
    record.settings = std::move(parsed->patch).apply_to(std::move(record.settings), defaults);
    return true;
}

} // namespace

Respond by_library() {
    return [defaults = HumanSupportSettings()](std::string_view body, SettingsRecord record) {
        return change(record, human_support::parse_patch(body), defaults)
                   ? std::optional(response_text(record))
                   : std::nullopt;
    };
}

Respond by_boost_json_tree() {
    return [defaults = HumanSupportSettings()](std::string_view body, SettingsRecord record) {
        auto parsed = tree_patch::parse(body, {}, human_support::UnknownMembers::ignore);
        return change(record, std::move(parsed), defaults)
                   ? std::optional(boost::json::serialize(human_support::to_response_json(record)))
                   : std::nullopt;
    };
}

std::string response_text(SettingsRecord const& record) {
    return human_support::to_response_json_text(record);
}

} // namespace benchmarks
