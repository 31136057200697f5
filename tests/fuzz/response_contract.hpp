// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "fuzz/fuzzer.hpp"
#include "fuzz/violations.hpp"

#include <human_support/endpoint.hpp>

#include <boost/json/parse.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// What the documentation of the API says of answers, written down once more so that the code is
/// compared with it. Storage never fails here; 503 is the answer where nobody can say who asks.
namespace response_contract {

inline std::set<int> const& statuses(std::string_view method) {
    static std::map<std::string_view, std::set<int>> const by_method{
        {"GET", {200, 304, 400, 401, 403, 404, 412, 503}},
        {"HEAD", {200, 304, 400, 401, 403, 404, 412, 503}},
        {"POST", {201, 400, 401, 403, 409, 412, 413, 415, 422, 503}},
        {"PATCH", {200, 400, 401, 403, 404, 412, 413, 415, 422, 503}},
        {"DELETE", {200, 400, 401, 403, 404, 412, 503}},
    };
    static std::set<int> const others{405};
    auto const found = by_method.find(method);
    return found == by_method.end() ? others : found->second;
}

inline int status_of(std::string_view code) {
    static std::map<std::string_view, int> const by_code{
        {"invalid_json", 400},
        {"invalid_argument", 400},
        {"unauthenticated", 401},
        {"forbidden", 403},
        {"not_found", 404},
        {"method_not_allowed", 405},
        {"already_exists", 409},
        {"revision_mismatch", 412},
        {"too_large", 413},
        {"invalid_settings", 422},
        {"unsupported_media_type", 415},
        {"busy", 503},
    };
    auto const found = by_code.find(code);
    return found == by_code.end() ? 0 : found->second;
}

inline std::string_view success_message(std::string_view method) {
    static std::map<std::string_view, std::string_view> const by_method{
        {"GET", "Human support settings retrieved successfully"},
        {"POST", "Human support settings created successfully"},
        {"PATCH", "Human support settings updated successfully"},
        {"DELETE", "Human support settings deleted successfully"},
    };
    return by_method.at(method);
}

inline std::vector<std::string> names(boost::json::object const& object) {
    std::vector<std::string> names;
    for (auto const& member : object) {
        names.emplace_back(member.key());
    }
    return names;
}

/// Whether `tag` is `"<epoch in hexadecimal>-<revision>"`, with the quotes.
inline bool is_entity_tag(std::string_view tag) {
    if (tag.size() < 2 || tag.front() != '"' || tag.back() != '"') {
        return false;
    }
    tag = tag.substr(1, tag.size() - 2);
    auto const epoch = take_until("-", tag);
    return !epoch.empty() && !tag.empty() && tag.front() != '0' &&
           epoch.find_first_not_of("0123456789abcdef") == std::string_view::npos &&
           tag.find_first_not_of("0123456789") == std::string_view::npos;
}

inline void check_headers(human_support::Response const& response) {
    auto const has = [&](std::string_view name) { return response.header(name) != nullptr; };
    int const status = response.status;
    require(has("Cache-Control") && *response.header("Cache-Control") == "private, no-cache",
            "no answer is cached unseen");
    require(has("Content-Type") == (status != 304), "the body has a type");
    require(has("Allow") == (status == 405), "405 says what is allowed");
    require(has("WWW-Authenticate") == (status == 401), "401 says how to authenticate");
    require(has("Accept-Patch") == (status == 415), "415 says what is accepted");
    require(has("Retry-After") == (status == 503), "503 says when to come back");
    if (auto const* tag = response.header("ETag")) {
        require(is_entity_tag(*tag), "an entity tag has its form");
    }
}

inline void check_success(human_support::Request const& request,
                          boost::json::object const& envelope) {
    require(names(envelope) == std::vector<std::string>{"success", "message", "data"},
            "a success has its three members");
    require(envelope.at("success") == true, "a success says so");
    require(envelope.at("message").as_string() == success_message(request.method),
            "a success says what was done");
    require(envelope.at("data").is_null() == (request.method == "DELETE"),
            "only what was deleted has no data");
}

inline void check_failure(human_support::Request const& request, int status,
                          boost::json::object const& envelope) {
    std::vector<std::string> members{"success", "code", "message"};
    bool const has_errors = envelope.at("code") == "invalid_settings";
    if (has_errors) {
        members.emplace_back("errors");
    }
    require(names(envelope) == members, "a failure has its members");
    require(envelope.at("success") == false, "a failure says so");
    require(status_of(envelope.at("code").as_string()) == status, "code and status agree");
    require(envelope.at("message").as_string().ends_with('.'), "a failure has a sentence");
    if (!has_errors) {
        return;
    }
    auto const body = boost::json::parse(request.body);
    auto const& errors = envelope.at("errors").as_array();
    require(!errors.empty(), "mistakes are named");
    for (auto const& value : errors) {
        auto const& error = value.as_object();
        require(names(error) == std::vector<std::string>{"field", "code", "message"},
                "a mistake has its three members");
        require(points_into(body, error.at("field").as_string()),
                "a mistake points to a value of the body");
    }
}

/// That `response` has the form of an answer to `request`.
inline void check(human_support::Request const& request, human_support::Response const& response) {
    int const status = response.status;
    require(statuses(request.method).contains(status), "the status is one of the method's");
    check_headers(response);
    if (request.method == "HEAD" || status == 304) {
        require(response.body.empty(), "HEAD and 304 have no body");
        return;
    }
    auto const envelope = boost::json::parse(response.body).as_object();
    if (status < 300) {
        check_success(request, envelope);
    } else {
        check_failure(request, status, envelope);
    }
}

} // namespace response_contract
