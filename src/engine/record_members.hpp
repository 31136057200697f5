// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/settings_record.hpp>

#include <string_view>
#include <type_traits>

namespace human_support::engine {

/// A member of a record that is no setting, and the name of its column.
template <class T>
struct RecordMember {
    std::string_view name; ///< stored files depend on it, so it never changes
    T SettingsRecord::*member;

    /// Returns what is stored: the member of `record`, but the revision that the store gives.
    [[nodiscard]] constexpr T const& stored(SettingsRecord const& record,
                                            Revision const& revision) const {
        if constexpr (std::is_same_v<T, Revision>) {
            return member == &SettingsRecord::revision ? revision : record.*member;
        } else {
            return record.*member;
        }
    }
};

/// The one table of them: calls `visit` with each, in the order of columns in statements and of
/// values in a checksum. Stored files depend on the order, so it never changes.
template <class Visitor>
constexpr void for_each_record_member(Visitor&& visit) {
    visit(RecordMember<ChatbotId>{"chatbot_id", &SettingsRecord::chatbot_id});
    visit(RecordMember<AccountId>{"account_id", &SettingsRecord::account_id});
    visit(RecordMember<boost::uuids::uuid>{"id", &SettingsRecord::id});
    visit(RecordMember<std::string>{"updated_by", &SettingsRecord::updated_by});
    visit(RecordMember<Timestamp>{"created_at", &SettingsRecord::created_at});
    visit(RecordMember<Timestamp>{"updated_at", &SettingsRecord::updated_at});
    visit(RecordMember<Revision>{"revision", &SettingsRecord::revision});
}

/// The number of them.
inline constexpr int record_member_count = [] {
    int count = 0;
    for_each_record_member([&count](auto const&) { ++count; });
    return count;
}();

/// Returns the index of the one of that name, from 0.
constexpr int record_member_index(std::string_view name) {
    int index = 0;
    int found = record_member_count;
    for_each_record_member([&](auto const& member) {
        found = member.name == name ? index : found;
        ++index;
    });
    return found;
}

} // namespace human_support::engine
