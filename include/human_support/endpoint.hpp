// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/service.hpp>
#include <human_support/settings_json.hpp>

#include <boost/json/object.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace human_support {

/// What the host's router took from an HTTP request. The texts are borrowed for the call. A header
/// field is its value; empty if the request has none. If a field occurs several times, join its
/// values by commas (RFC 9110, section 5.3).
struct Request {
    std::string_view method;             ///< case-sensitive (RFC 9110, section 9.1)
    std::string_view chatbot_id;         ///< from the path; any text, checked by the endpoint
    std::string_view authorization = {}; ///< not read if the host names the caller
    std::string_view content_type = {};  ///< with any parameters
    std::string_view if_match = {};      ///< `*` or a list (RFC 9110, section 13.1.1)
    std::string_view if_none_match = {}; ///< `*` or a list (RFC 9110, section 13.1.2)
    std::string_view body = {};          ///< any size; 413 over `Limits::body_bytes`
};

/// A header field of a response.
struct Header {
    std::string name;  ///< spelled as RFC 9110 does
    std::string value; ///< without white space around it

    friend bool operator==(Header const&, Header const&) = default;
};

/// What the host sends back. The host adds what depends on the connection, such as Date.
struct Response {
    int status = 500;            ///< RFC 9110, section 15
    std::vector<Header> headers; ///< each name once
    std::string body;            ///< JSON; empty for HEAD and with 304

    /// The value of the field Content-Length: the number of bytes of `body`. For HEAD it is that of
    /// the body that GET would get (RFC 9110, section 8.6). None with 304: send no such field.
    std::optional<std::size_t> content_length = std::nullopt;

    /// Finds the value of the field `name`, spelled as RFC 9110 does; null if there is none.
    [[nodiscard]] std::string const* header(std::string_view name) const& {
        auto const found = std::find_if(headers.begin(), headers.end(),
                                        [&](Header const& header) { return header.name == name; });
        return found == headers.end() ? nullptr : &found->value;
    }
    std::string const* header(std::string_view name) && = delete; ///< it would be gone at once
};

/// Makes a response with a JSON body and the header fields that the endpoint's have, for what a
/// host answers itself: with `failure_envelope` it is a failure that looks like the endpoint's.
[[nodiscard]] Response json_response(int status, boost::json::object const& body);

/// Tells whether `sent` is the token `known`. It looks at all of `sent`, however early it differs,
/// so that its time tells nothing of `known`.
[[nodiscard]] constexpr bool is_same_token(std::string_view known, std::string_view sent) noexcept;

/// What a host may choose for an endpoint.
struct EndpointOptions {
    /// Finds out who sends a bearer token, and whether it may touch the settings of the chatbot
    /// (any text: it is not checked yet). Returns the caller, `unauthenticated` or `forbidden`; any
    /// other error means that this is not known at the moment, and is answered with 503. It is
    /// called from any thread that calls `handle`, several at once; what it throws passes through
    /// `handle`, before storage is touched. If it is empty, nobody is authenticated. A host that
    /// keeps the tokens themselves compares them by `is_same_token`.
    std::function<Result<Caller>(std::string_view token, std::string_view chatbot_id)>
        authenticate = {};

    /// What to do with members of a body that are no settings: ignore them, or answer with 422.
    UnknownMembers unknown_members = UnknownMembers::ignore;

    /// How long answers of 503 ask a client to wait (Retry-After), in whole seconds, 0 or more.
    std::chrono::seconds retry_after{1};
};

/// The HTTP contract of the settings, without a network: a request in, a response out.
///
/// | method | success | |
/// | --- | --- | --- |
/// | GET, HEAD | 200, or 304 if If-None-Match names the entity tag | |
/// | POST | 201 | the defaults, changed by the body |
/// | PATCH | 200 | changed by the body |
/// | DELETE | 200 | `data` is null |
///
/// Bodies are JSON merge patches (RFC 7396); an empty one changes nothing. Failures are checked in
/// this order: 405, 401, 403, 400 (the chatbot id), 413, 415, 400 (the JSON), 422, 404 or 409, 412.
/// A failure of the storage is 503, 507 or 500, without inner details.
///
/// Entity tags are strong and made of the epoch and the revision. If-Match and If-None-Match are
/// asked about the record that the change starts from (RFC 9110, section 13). GET looks into the
/// storage once; a change reads once and writes once, unless others change the record meanwhile.
///
/// Thread-safe. It throws `std::bad_alloc` and what the host's own functions throw; nothing else.
/// The service is borrowed and outlives the endpoint.
class Endpoint {
public:
    /// Borrows `service`.
    explicit Endpoint(SettingsService& service, EndpointOptions options = {})
        : service_(service), options_(std::move(options)) {}

    /// Answers a request after `EndpointOptions::authenticate` has found out who sends it.
    [[nodiscard]] Response handle(Request const& request);

    /// Answers a request of a caller whom the host has authenticated.
    [[nodiscard]] Response handle(Request const& request, Caller const& caller);

private:
    Response answer(Request const& request);
    Response answer(Request const& request, Caller const& caller);
    Response get(Request const& request, Caller const& caller, ChatbotId const& chatbot_id);
    Response post(Request const& request, Caller const& caller, ChatbotId const& chatbot_id);
    Response patch(Request const& request, Caller const& caller, ChatbotId const& chatbot_id);
    Response erase(Request const& request, Caller const& caller, ChatbotId const& chatbot_id);

    /// Reads the patch of the body into `patch`; returns the answer to a body that cannot be read.
    [[nodiscard]] std::optional<Response> read_body(Request const& request,
                                                    SettingsPatch& patch) const;

    /// Returns the answer to a method that is not of the contract; none for the others.
    [[nodiscard]] static std::optional<Response> refuse_method(Request const& request);

    /// Returns the answer to `error`. `field_value`, if there is one, stands in the header field
    /// that goes with it.
    [[nodiscard]] Response failure(Error const& error, std::string_view field_value = {}) const;

    SettingsService& service_;
    EndpointOptions options_;
};

} // namespace human_support

#include <human_support/detail/endpoint.hpp> // IWYU pragma: export
