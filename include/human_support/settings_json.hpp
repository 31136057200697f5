// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/limits.hpp>
#include <human_support/result.hpp>
#include <human_support/settings_patch.hpp>
#include <human_support/settings_record.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <array>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace human_support {

/// The JSON names of what a record adds to the settings.
namespace record_members {
inline constexpr std::string_view id = "id";                ///< of `SettingsRecord::id`
inline constexpr std::string_view chatbot_id = "chatbotId"; ///< of `SettingsRecord::chatbot_id`
inline constexpr std::string_view account_id = "accountId"; ///< of `SettingsRecord::account_id`
inline constexpr std::string_view updated_by = "updatedBy"; ///< of `SettingsRecord::updated_by`
inline constexpr std::string_view created_at = "createdAt"; ///< of `SettingsRecord::created_at`
inline constexpr std::string_view updated_at = "updatedAt"; ///< of `SettingsRecord::updated_at`
inline constexpr std::string_view revision = "revision";    ///< of `SettingsRecord::revision`

/// All of them. A patch ignores these members, of any type.
inline constexpr std::array all{id,         chatbot_id, account_id, updated_by,
                                created_at, updated_at, revision};
} // namespace record_members

/// What to do with a member of a patch that is neither a setting nor one of `record_members`.
enum class UnknownMembers {
    ignore, ///< leave it out, and report its name (see `ParsedPatch::unknown_members`)
    reject, ///< note the violation `unknown_member`
};

/// A merge patch as it was read from text.
struct ParsedPatch {
    SettingsPatch patch;                      ///< values of a wrong type are noted in it
    std::vector<std::string> unknown_members; ///< the names of those that were ignored
};

/// Returns the settings as a JSON object: every field under its name, in the order of the table.
[[nodiscard]] boost::json::object to_json(HumanSupportSettings const& settings);

/// Returns the object `data` of a response: id, chatbotId, the settings, createdAt, updatedAt.
[[nodiscard]] boost::json::object to_response_json(SettingsRecord const& record);

/// Returns the whole record: `to_response_json`, then accountId, updatedBy, revision. For storage
/// and exports; a client must not see it.
[[nodiscard]] boost::json::object to_json(SettingsRecord const& record);

/// Returns the text of `to_response_json(record)`, without making the object: the quickest way to
/// what a client gets. Escapes what JSON must escape and nothing else.
[[nodiscard]] std::string to_response_json_text(SettingsRecord const& record);

/// Returns the text of `to_json(record)`, in the same way.
[[nodiscard]] std::string to_json_text(SettingsRecord const& record);

/// Reads settings from a JSON object. Absent members and nulls take their values from `defaults`;
/// members that are not settings are ignored. Checks no limits.
///
/// Fails with `invalid_settings`, with a violation for each value of a wrong type (see
/// `max_violations`), or with one at `""` if `json` is not an object.
Result<HumanSupportSettings> settings_from_json(boost::json::value const& json,
                                                HumanSupportSettings const& defaults);

/// Reads a record from a JSON object as `to_json` writes it. `updatedBy` may be absent and is then
/// empty; absent settings come from `defaults`. The revision is ignored, since the store assigns
/// it. Checks no limits.
///
/// Fails with `invalid_settings`, with a violation for each mistake, up to `max_violations`.
Result<SettingsRecord> record_from_json(boost::json::value const& json,
                                        HumanSupportSettings const& defaults);

/// Reads a merge patch (RFC 7396) of the settings. An empty text is an empty patch.
///
/// Fails like `parse_json`, and with `invalid_settings` if the text is not an object. Wrong types
/// do not fail here: they are noted in the patch, and the service reports them together with the
/// mistakes that only it can see. Of a repeated member only the last one counts.
///
/// A template, so that only what calls it has to compile the parser.
template <std::same_as<ParsedPatch> Parsed = ParsedPatch>
Result<Parsed> parse_patch(std::string_view text, Limits const& limits = {},
                           UnknownMembers unknown = UnknownMembers::ignore);

} // namespace human_support

#include <human_support/detail/settings_json.hpp> // IWYU pragma: export
