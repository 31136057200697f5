// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/endpoint.hpp>

#include "support/catch.hpp"
#include "support/endpoint_host.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

using namespace human_support;

namespace {

/// What can be wrong with a request, in the order in which it is checked.
enum class Fault {
    method,
    no_token,
    forbidden,
    chatbot_id,
    body_size,
    content_type,
    json,
    values,
    record, ///< it is not there; for a POST, it is
    precondition,
};

struct Check {
    Fault fault;
    int status;
};

std::vector<Check> checks(std::string const& method) {
    if (method == "POST" || method == "PATCH") {
        return {{Fault::method, 405},
                {Fault::no_token, 401},
                {Fault::forbidden, 403},
                {Fault::chatbot_id, 400},
                {Fault::body_size, 413},
                {Fault::content_type, 415},
                {Fault::json, 400},
                {Fault::values, 422},
                {Fault::record, method == "POST" ? 409 : 404},
                {Fault::precondition, 412}};
    }
    return {{Fault::method, 405},     {Fault::no_token, 401}, {Fault::forbidden, 403},
            {Fault::chatbot_id, 400}, {Fault::record, 404},   {Fault::precondition, 412}};
}

/// Sends a request with all of `faults` and no others; the chatbot `bot` has settings.
Response send_with(EndpointHost& host, std::string_view method, std::set<Fault> const& faults) {
    bool const record_there = (method == "POST") == faults.contains(Fault::record);
    std::string body = faults.contains(Fault::values) ? R"({"leadNotification": 7})"
                                                      : R"({"leadNotification": true})";
    if (faults.contains(Fault::json)) {
        body += "]";
    }
    if (faults.contains(Fault::body_size)) {
        body.append(host.service.limits().body_bytes, ' ');
    }
    return host.endpoint.handle({
        .method = faults.contains(Fault::method) ? "PUT" : method,
        .chatbot_id = faults.contains(Fault::chatbot_id) ? "no id"
                      : record_there                     ? "bot"
                                                         : "none",
        .authorization = faults.contains(Fault::no_token)    ? ""
                         : faults.contains(Fault::forbidden) ? "Bearer forbidden"
                                                             : "Bearer token",
        .content_type = faults.contains(Fault::content_type) ? "text/plain" : "application/json",
        .if_match = faults.contains(Fault::precondition) ? "\"stale\"" : "",
        .body = body,
    });
}

} // namespace

TEST_CASE("A request with several faults is answered for the one that is checked first") {
    auto const& engine = GENERATE(from_range(engines()));
    std::string const method = GENERATE("GET", "HEAD", "POST", "PATCH", "DELETE");
    CAPTURE(engine.name, method);
    EndpointHost host(engine, {.authenticate = [&](std::string_view token, std::string_view) {
                          return token == "token" ? Result<Caller>(Caller{account("acme"), ""})
                                                  : Result<Caller>(Errc::forbidden);
                      }});
    host.store_record(host.caller, {});
    auto const revision = host.last_revision();

    auto const in_order = checks(method);
    for (auto first = in_order.begin(); first != in_order.end(); ++first) {
        for (auto second = first; second != in_order.end(); ++second) {
            CAPTURE(first->status, second->status);
            CHECK(send_with(host, method, {first->fault, second->fault}).status == first->status);
        }
    }
    CHECK(host.last_revision() == revision);
    CHECK(send_with(host, method, {}).status == (method == "POST" ? 201 : 200));
}
