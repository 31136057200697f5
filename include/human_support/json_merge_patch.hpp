// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/language.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <utility>

namespace human_support {

/// Returns `target` with the JSON merge patch `patch` applied: the function MergePatch of RFC 7396,
/// section 2, on any JSON value.
///
/// Members keep their order, and new ones follow. Recurses once for each level of nesting in
/// `patch`, so limit the depth when you parse text from outside. Throws only `std::bad_alloc`.
[[nodiscard]] inline boost::json::value merge_patch(boost::json::value target,
                                                    boost::json::value const& patch) {
    auto const* changes = patch.if_object();
    if (changes == nullptr) {
        return patch;
    }
    if (!target.is_object()) {
        target.emplace_object();
    }
    auto& members = target.get_object();
    for (auto const& [name, change] : *changes) {
        if (change.is_null()) {
            // Unlike erase, which moves the last member into the gap, this keeps the order.
            if (auto const found = members.find(name); found != members.end()) {
                members.stable_erase(found);
            }
        } else {
            auto& member = members[name];
            member = merge_patch(std::move(member), change);
        }
    }
    return target;
}

} // namespace human_support
