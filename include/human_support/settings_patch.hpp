// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/error.hpp>
#include <human_support/settings_fields.hpp>

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>
#include <vector>

namespace human_support {

/// What a patch does to a field.
enum class Change {
    keep,  ///< leave it as it is
    reset, ///< put it back to its default
    set,   ///< give it a value
};

/// A change of settings: for each field of the table, whether it is kept, reset or set to a value.
///
/// The typed form of a JSON merge patch (RFC 7396), where an absent member is *keep*, `null` is
/// *reset*, and anything else is *set*. A default-constructed patch changes nothing. A plain value,
/// like the settings.
class SettingsPatch {
public:
    /// Sets the field to `value`. Returns `*this`.
    template <class T>
    SettingsPatch& set(T HumanSupportSettings::*member, std::type_identity_t<T> value) {
        changes_[field_index(member)] = Change::set; // a test finds members without a table line
        values_.*member = std::move(value);
        return *this;
    }

    /// Puts the field back to its default. Returns `*this`.
    template <class T>
    SettingsPatch& reset(T HumanSupportSettings::*member) {
        changes_[field_index(member)] = Change::reset;
        values_.*member = HumanSupportSettings{}.*member; // equal patches have equal values
        return *this;
    }

    /// Notes a mistake that was found while the patch was read from text. A patch with one is never
    /// applied by the service, which reports it together with the mistakes it finds itself.
    void reject(Violation violation) { violations_.push_back(std::move(violation)); }

    /// The mistakes that were noted, in the order in which they were.
    [[nodiscard]] std::vector<Violation> const& violations() const noexcept { return violations_; }

    /// Calls `visit(field, change, value)` with each `Field` of the table, the `Change` of it, and
    /// the value, which means something only where the change is *set*.
    template <class Visitor>
    void for_each_change(Visitor&& visit) const {
        for_each_field([&, change = changes_.begin()](auto const& field) mutable {
            visit(field, *change++, values_.*field.member);
        });
    }

    /// `settings` with the changes made. Resets take their values from `defaults`.
    [[nodiscard]] HumanSupportSettings apply_to(HumanSupportSettings settings,
                                                HumanSupportSettings const& defaults) const {
        for_each_change([&](auto const& field, Change change, auto const& value) {
            switch (change) {
            case Change::keep: break;
            case Change::reset: settings.*field.member = defaults.*field.member; break;
            case Change::set: settings.*field.member = value; break;
            }
        });
        return settings;
    }

    friend bool operator==(SettingsPatch const&, SettingsPatch const&) = default;

private:
    std::array<Change, settings_field_count> changes_{};
    HumanSupportSettings values_;
    std::vector<Violation> violations_;
};

/// The patch that turns `from` into `to`: it sets the fields that differ, and resets none.
[[nodiscard]] inline SettingsPatch diff(HumanSupportSettings const& from,
                                        HumanSupportSettings const& to) {
    SettingsPatch patch;
    for_each_field([&](auto const& field) {
        if (from.*field.member != to.*field.member) {
            patch.set(field.member, to.*field.member);
        }
    });
    return patch;
}

} // namespace human_support
