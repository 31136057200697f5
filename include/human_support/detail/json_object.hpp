// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/json_writer.hpp>
#include <human_support/detail/uuid_text.hpp>
#include <human_support/rfc3339.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace human_support::detail {

// An object is told here by its members: a function that calls `add(name, value)` with each, in
// their order. So the value and the text of one object come from the same place.

template <class Out>
[[nodiscard]] Out add_json(Out out, boost::uuids::uuid const& uuid) {
    auto const write = [&uuid](char* to) { write_uuid_text(to, uuid); };
    return add(add_written(add(out, "\""), uuid_form.size(), write), "\"");
}

template <class Out>
[[nodiscard]] Out add_json(Out out, Timestamp time) {
    auto const write = [time](char* to) { write_rfc3339(to, time); };
    return add(add_written(add(out, "\""), rfc3339_form.size(), write), "\"");
}

// Boost.JSON's `value_from` would do the same for the first three, but costs more to include.
[[nodiscard]] inline boost::json::value to_value(bool value) { return value; }
[[nodiscard]] inline boost::json::value to_value(std::string_view value) {
    return boost::json::string(value);
}
[[nodiscard]] inline boost::json::value to_value(std::vector<std::string> const& value) {
    return boost::json::array(value.begin(), value.end());
}
[[nodiscard]] inline boost::json::value to_value(Revision value) { return value; }
[[nodiscard]] inline boost::json::value to_value(boost::uuids::uuid const& value) {
    return to_value(to_uuid_text(value));
}
[[nodiscard]] inline boost::json::value to_value(Timestamp value) {
    return to_value(to_rfc3339(value));
}

/// Adds members to an object.
struct AddToObject {
    boost::json::object& object;

    template <class T>
    void operator()(std::string_view name, T const& value) const {
        object.emplace(name, to_value(value));
    }
};

/// Returns the object with these members.
template <class Members>
[[nodiscard]] boost::json::object to_object(Members const& members) {
    boost::json::object object;
    members(AddToObject{object});
    return object;
}

/// Adds its text to `out`.
template <class Out, class Members>
[[nodiscard]] Out add_object(Out out, Members const& members) {
    AddToText<Out> object(out);
    members(object);
    return object.end();
}

/// Returns its text.
template <class Members>
[[nodiscard]] std::string to_object_text(Members const& members) {
    return text_of([&members](auto out) { return add_object(out, members); });
}

} // namespace human_support::detail
