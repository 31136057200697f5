// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// Prints what the library says of itself, as JSON, for the tests that compare the description with
// it.
#include <human_support/endpoint.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>

using namespace human_support;

namespace {

/// The names of all codes from `first` on.
template <class Code>
boost::json::array names_from(int first) {
    boost::json::array names;
    for (int number = first; name(static_cast<Code>(number)) != "unknown"; ++number) {
        names.emplace_back(name(static_cast<Code>(number)));
    }
    return names;
}

/// The status and the header field of each code of a failure.
boost::json::object failures() {
    boost::json::object failures;
    auto const add = [&](std::string_view code, detail::HttpFailure const& how) {
        failures[code] = boost::json::object{{"status", how.status}, {"field", how.field_name}};
    };
    for (int number = 1; name(static_cast<Errc>(number)) != "unknown"; ++number) {
        add(name(static_cast<Errc>(number)), detail::http_failure(static_cast<Errc>(number)));
    }
    add("method_not_allowed", detail::method_not_allowed);
    add("unsupported_media_type", detail::unsupported_media_type);
    return failures;
}

std::string_view kind(FieldLimits limits) {
    switch (limits) {
    case FieldLimits::none: return "none";
    case FieldLimits::prompt: return "prompt";
    case FieldLimits::message: return "message";
    case FieldLimits::emails: return "emails";
    }
    return "";
}

boost::json::array fields() {
    boost::json::array fields;
    for_each_field([&](auto const& field) {
        fields.push_back(
            boost::json::object{{"name", field.json_name}, {"limits", kind(field.limits)}});
    });
    return fields;
}

} // namespace

int main() {
    Limits const limits;
    boost::json::array media_types;
    for (auto const type : detail::patch_media_types) {
        media_types.emplace_back(type);
    }
    std::cout << boost::json::serialize(boost::json::object{
                     {"fields", fields()},
                     {"defaults", to_json(HumanSupportSettings())},
                     {"limits",
                      {{"prompt", limits.prompt_code_points},
                       {"message", limits.message_code_points},
                       {"emails", limits.email_count},
                       {"email", limits.email_bytes},
                       {"local part", detail::max_email_local_part_bytes},
                       {"body", limits.body_bytes},
                       {"nesting", limits.nesting},
                       {"errors", max_violations}}},
                     {"failures", failures()},
                     {"violations", names_from<ViolationCode>(0)},
                     {"methods", detail::join(detail::methods)},
                     {"media types", media_types},
                 })
              << '\n';
}
