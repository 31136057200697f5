// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/field_check.hpp>
#include <human_support/limits.hpp>
#include <human_support/settings_patch.hpp>

#include <string>
#include <type_traits>
#include <vector>

namespace human_support {

/// Returns every mistake in `patch`: first those that were noted while it was read, then those of
/// its values, in the order of the field table. Never more than `max_violations` + 1: the last one
/// only shows that there are more, and `invalid_settings()` turns all of them into an error.
///
/// Checks only what the patch sets. A value equal to that of `stored` always passes, so that a
/// record that an older rule allowed can be read, changed and sent back whole. `stored` is null if
/// there is no record. Thread-safe; the time grows with the texts, and with the square of the
/// number of emails.
[[nodiscard]] inline std::vector<Violation>
validate(SettingsPatch const& patch, HumanSupportSettings const* stored, Limits const& limits) {
    std::vector<Violation> found = patch.violations();
    patch.for_each_action([&](auto const& field, PatchAction action, auto const& value) {
        using T = std::remove_cvref_t<decltype(value)>;
        if (action != PatchAction::set || (stored != nullptr && stored->*field.member == value)) {
            return;
        }
        detail::FieldCheck check(field.json_name, limits, found);
        if constexpr (std::is_same_v<T, std::string>) {
            check.text(value, field.limits);
        } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
            check.emails(value);
        }
    });
    return found;
}

} // namespace human_support
