// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/json_writer.hpp>
#include <human_support/detail/uuid_text.hpp>
#include <human_support/rfc3339.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace human_support::detail {

// An object is told here by its members: a function that calls `add(name, value)` with each, in
// their order. So the value and the text of one object come from the same place.

inline void append_json(std::string& out, boost::uuids::uuid const& uuid) {
    append_uuid_text(out += '"', uuid);
    out += '"';
}
[[nodiscard]] constexpr std::size_t json_size(boost::uuids::uuid const&) {
    return json_size(uuid_form);
}

inline void append_json(std::string& out, Timestamp time) {
    append_rfc3339(out += '"', time);
    out += '"';
}
[[nodiscard]] constexpr std::size_t json_size(Timestamp) { return json_size(rfc3339_form); }

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

/// Adds members to the text of an object.
struct AddToText {
    std::string& out;
    JsonObjectWriter& writer; ///< to `out`

    template <class T>
    void operator()(std::string_view name, T const& value) const {
        writer.add_name(name);
        append_json(out, value);
    }
};

/// Adds the sizes of members to that of the text.
struct AddToSize {
    std::size_t& size;

    template <class T>
    void operator()(std::string_view name, T const& value) const {
        size += json_size(name) + std::string_view(":,").size() + json_size(value);
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
template <class Members>
void append_object(std::string& out, Members const& members) {
    JsonObjectWriter writer(out);
    members(AddToText{out, writer});
    writer.end();
}

/// Returns the size of its text, if nothing in it is escaped.
template <class Members>
[[nodiscard]] std::size_t object_size(Members const& members) {
    std::size_t size = 2;
    members(AddToSize{size});
    return size;
}

/// Returns its text.
template <class Members>
[[nodiscard]] std::string to_object_text(Members const& members) {
    std::string text;
    text.reserve(object_size(members) + room_for_escapes);
    append_object(text, members);
    return text;
}

} // namespace human_support::detail
