// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "support/recorded_endpoint.hpp"
#include "support/test_host.hpp"

#include <human_support/detail/http_fields.hpp>
#include <human_support/endpoint.hpp>

#include <string>
#include <utility>

/// A host with an endpoint.
struct EndpointHost : TestHost {
    explicit EndpointHost(Engine const& engine, human_support::EndpointOptions options = {},
                          human_support::ServiceOptions service_options = {})
        : TestHost(engine, std::move(service_options)), endpoint(service, std::move(options)) {}

    /// Sends a request as the caller.
    human_support::Response send(human_support::Request const& request) {
        return endpoint.handle(request, caller);
    }

    /// The entity tag of `revision`.
    [[nodiscard]] std::string tag(human_support::Revision revision) {
        auto const epoch = store.inner().changes(std::nullopt, 0).value().mark.epoch;
        return human_support::detail::entity_tag(epoch, revision);
    }

    RecordedEndpoint endpoint;
};

/// The header fields that every answer with a body begins with, as `as_text` writes them.
inline std::string const json_headers =
    "Content-Type: application/json\nCache-Control: private, no-cache\n";

/// `response` much as it goes over the network: the status, the header fields, an empty line, the
/// body.
[[nodiscard]] inline std::string as_text(human_support::Response const& response) {
    std::string text = std::to_string(response.status) + "\n";
    for (auto const& header : response.headers) {
        text += header.name + ": " + header.value + "\n";
    }
    return text + "\n" + response.body;
}
