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

namespace detail {

class PatchReader;

/// Converts to an empty value of any type.
struct Empty {
    template <class T>
    operator T() const { // NOLINT(google-explicit-constructor)
        return T{};
    }
};

/// Returns settings in which everything is false or empty, so that they take no memory.
[[nodiscard]] inline HumanSupportSettings empty_settings() {
    return []<std::size_t... Index>(std::index_sequence<Index...>) {
        return HumanSupportSettings{(static_cast<void>(Index), Empty{})...};
    }
    (std::make_index_sequence<settings_field_count>{});
}

} // namespace detail

/// What a patch does to a field.
enum class PatchAction {
    keep,  ///< leave it as it is
    reset, ///< set it back to its default
    set,   ///< give it a value
};

/// A change of settings: keeps, resets or sets each field of the table.
///
/// The typed form of a JSON merge patch (RFC 7396): an absent member is *keep*, `null` is *reset*,
/// anything else is *set*. A default-constructed patch changes nothing. A plain value, like the
/// settings.
class SettingsPatch {
public:
    /// Sets the field to `value`, which is not checked yet (see `validate`). Returns `*this`.
    template <class T>
    SettingsPatch& set(T HumanSupportSettings::*member, std::type_identity_t<T> value) & {
        actions_[field_index(member)] =
            PatchAction::set; // a test finds members without a table line
        values_.*member = std::move(value);
        return *this;
    }

    /// Does the same to a temporary, and returns it.
    template <class T>
    [[nodiscard]] SettingsPatch set(T HumanSupportSettings::*member,
                                    std::type_identity_t<T> value) && {
        set(member, std::move(value));
        return std::move(*this);
    }

    /// Sets the field back to its default. Returns `*this`.
    template <class T>
    SettingsPatch& reset(T HumanSupportSettings::*member) & {
        actions_[field_index(member)] = PatchAction::reset;
        values_.*member = T(); // equal patches have equal values
        return *this;
    }

    /// Does the same to a temporary, and returns it.
    template <class T>
    [[nodiscard]] SettingsPatch reset(T HumanSupportSettings::*member) && {
        reset(member);
        return std::move(*this);
    }

    /// Notes a mistake that was found while the patch was read from text. The service never applies
    /// a patch with a mistake; it reports it together with the mistakes that it finds itself. Keeps
    /// at most `max_violations` + 1: the last one only shows that there are more.
    void reject(Violation violation) { detail::add_violation(violations_, std::move(violation)); }

    /// Returns the noted mistakes, in the order in which they were noted.
    [[nodiscard]] std::vector<Violation> const& violations() const& noexcept { return violations_; }

    /// Does the same for a temporary, by value.
    [[nodiscard]] std::vector<Violation> violations() && noexcept { return std::move(violations_); }

    /// Calls `visit(field, action, value)` with each `Field` of the table, its `PatchAction`, and
    /// the value, which counts only if the action is *set*. What `visit` throws passes through.
    template <class Visitor>
    void for_each_action(Visitor&& visit) const {
        for_each_field([&, action = actions_.begin()](auto const& field) mutable {
            visit(field, *action++, values_.*field.member);
        });
    }

    /// Returns `settings` with the changes made. Resets take their values from `defaults`. Checks
    /// nothing: neither values nor noted mistakes.
    [[nodiscard]] HumanSupportSettings apply_to(HumanSupportSettings settings,
                                                HumanSupportSettings const& defaults) const& {
        for_each_field([&, action = actions_.begin()](auto const& field) mutable {
            apply(*action++, settings.*field.member, values_.*field.member, defaults.*field.member);
        });
        return settings;
    }

    /// Does the same with a temporary, whose values are moved.
    [[nodiscard]] HumanSupportSettings apply_to(HumanSupportSettings settings,
                                                HumanSupportSettings const& defaults) && {
        for_each_field([&, action = actions_.begin()](auto const& field) mutable {
            apply(*action++, settings.*field.member, std::move(values_.*field.member),
                  defaults.*field.member);
        });
        return settings;
    }

    friend bool operator==(SettingsPatch const&, SettingsPatch const&) = default;

private:
    friend class detail::PatchReader; // which reads the values into it

    template <class T, class Value>
    static void apply(PatchAction action, T& setting, Value&& value, T const& initial) {
        switch (action) {
        case PatchAction::keep: break;
        case PatchAction::reset: setting = initial; break;
        case PatchAction::set: setting = std::forward<Value>(value); break;
        }
    }

    std::array<PatchAction, settings_field_count> actions_{};
    HumanSupportSettings values_ = detail::empty_settings();
    std::vector<Violation> violations_;
};

/// Returns the patch that turns `from` into `to`: it sets the fields that differ, and resets none.
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
