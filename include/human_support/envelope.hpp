// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/json_writer.hpp>
#include <human_support/error.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace human_support {

namespace detail {

/// The names of a success's members, in their order.
namespace success_members {
inline constexpr std::string_view success = "success";
inline constexpr std::string_view message = "message";
inline constexpr std::string_view data = "data";
} // namespace success_members

/// Adds what `success_message` returns to a text.
template <class Out>
[[nodiscard]] Out add_success_message(Out out, std::string_view verb) {
    return add(add(add(out, "Human support settings "), verb), " successfully");
}

/// Adds the text of `success_envelope(success_message(verb), data)`. `add_data(out)` adds that of
/// the data.
template <class Out, class AddData>
[[nodiscard]] Out add_success(Out out, std::string_view verb, AddData const& add_data) {
    AddToText<Out> envelope(out);
    envelope(success_members::success, true);
    envelope.add_with(success_members::message, [verb](Out text) {
        return add(add_success_message(add(text, "\""), verb), "\"");
    });
    envelope.add_with(success_members::data, add_data);
    return envelope.end();
}

} // namespace detail

/// Returns the sentence of a success; `verb` is what was done, such as created, retrieved, updated
/// or deleted.
[[nodiscard]] inline std::string success_message(std::string_view verb) {
    return detail::text_of([verb](auto out) { return detail::add_success_message(out, verb); });
}

/// Returns the body of a success: `{"success":true,"message":…,"data":…}`.
[[nodiscard]] inline boost::json::object success_envelope(std::string_view message,
                                                          boost::json::value data) {
    namespace names = detail::success_members;
    return {{names::success, true}, {names::message, message}, {names::data, std::move(data)}};
}

/// Returns the body of a failure: `{"success":false,"code":…,"message":…,"errors":[…]}`, with
/// `errors` only if there are violations. `code` is stable; the message is for a person.
[[nodiscard]] inline boost::json::object
failure_envelope(std::string_view code, std::string_view message,
                 std::span<Violation const> violations = {}) {
    boost::json::object json{{"success", false}, {"code", code}, {"message", message}};
    if (!violations.empty()) {
        boost::json::array errors;
        for (Violation const& violation : violations) {
            errors.push_back(boost::json::object{{"field", violation.pointer},
                                                 {"code", name(violation.code)},
                                                 {"message", violation.message}});
        }
        json.emplace("errors", std::move(errors));
    }
    return json;
}

/// Returns the body of the failure `error`, with its sentence. It may name files; hide that from
/// clients.
[[nodiscard]] inline boost::json::object failure_envelope(Error const& error) {
    return failure_envelope(name(error.code()), error.message(), error.violations());
}

} // namespace human_support
