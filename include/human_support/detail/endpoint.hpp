// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/http_fields.hpp>
#include <human_support/endpoint.hpp>
#include <human_support/envelope.hpp>

#include <boost/json/serialize.hpp>

#include <utility>

namespace human_support {

namespace detail {

/// The status of a failure.
[[nodiscard]] constexpr int http_status(Errc code) noexcept {
    switch (code) {
    case Errc::invalid_json: return 400;
    case Errc::invalid_settings: return 422;
    case Errc::invalid_argument: return 400;
    case Errc::too_large: return 413;
    case Errc::not_found: return 404;
    case Errc::already_exists: return 409;
    case Errc::revision_mismatch: return 412;
    case Errc::unauthenticated: return 401;
    case Errc::forbidden: return 403;
    case Errc::busy: return 503;
    case Errc::storage_full: return 507;
    case Errc::storage_failed:
    case Errc::storage_corrupt:
    case Errc::schema_too_new:
    case Errc::outcome_unknown:
    case Errc::feed_restarted: return 500;
    }
    return 500;
}

[[nodiscard]] inline Response respond(int status, boost::json::object const& envelope) {
    return {status,
            {{"Content-Type", "application/json"}, {"Cache-Control", "private, no-cache"}},
            boost::json::serialize(envelope)};
}

[[nodiscard]] inline Response refuse(int status, std::string_view code, std::string_view message) {
    return respond(status, failure_envelope(code, message));
}

[[nodiscard]] inline Response success(int status, std::string_view verb, boost::json::value data) {
    return respond(status, success_envelope(success_message(verb), std::move(data)));
}

[[nodiscard]] inline std::optional<std::string> tag_of(Epoch epoch,
                                                       SettingsRecordPtr const& record) {
    return record ? std::optional(entity_tag(epoch, record->revision)) : std::nullopt;
}

inline void add_tag(Response& response, Epoch epoch, SettingsRecordPtr const& record) {
    if (auto tag = tag_of(epoch, record)) {
        response.headers.push_back({"ETag", *std::move(tag)});
    }
}

[[nodiscard]] inline Response success(int status, std::string_view verb, Epoch epoch,
                                      SettingsRecordPtr const& record) {
    auto response = success(status, verb, to_response_json(*record));
    add_tag(response, epoch, record);
    return response;
}

/// The response to HEAD is that to GET without its body (RFC 9110, section 9.3.2), failures
/// included.
[[nodiscard]] inline Response for_method(Request const& request, Response response) {
    if (request.method == "HEAD") {
        response.body.clear();
    }
    return response;
}

/// Whether the request's preconditions (RFC 9110, section 13.2.2) hold, other than the one that
/// turns a GET into 304.
[[nodiscard]] inline bool preconditions_hold(Request const& request,
                                             std::optional<std::string> const& tag) {
    return (request.if_match.empty() || names_tag(request.if_match, tag, TagComparison::strong)) &&
           (request.if_none_match.empty() ||
            !names_tag(request.if_none_match, tag, TagComparison::weak));
}

} // namespace detail

inline Response Endpoint::handle(Request const& request) {
    return detail::for_method(request, answer(request));
}

inline Response Endpoint::handle(Request const& request, Caller const& caller) {
    return detail::for_method(request, answer(request, caller));
}

inline Response Endpoint::answer(Request const& request) {
    if (auto refusal = refuse_method(request)) {
        return *std::move(refusal);
    }
    auto const token = detail::bearer_token(request.authorization);
    if (!token || !options_.authenticate) {
        auto response = failure(Errc::unauthenticated);
        response.headers.push_back({"WWW-Authenticate", "Bearer"});
        return response;
    }
    auto const caller = options_.authenticate(*token, request.chatbot_id);
    if (caller) {
        return answer(request, *caller);
    }
    if (caller.error().code() == Errc::unauthenticated) {
        auto response = failure(Errc::unauthenticated);
        response.headers.push_back({"WWW-Authenticate", "Bearer error=\"invalid_token\""});
        return response;
    }
    return failure(caller.error().code() == Errc::forbidden ? Errc::forbidden : Errc::busy);
}

inline Response Endpoint::answer(Request const& request, Caller const& caller) {
    if (auto refusal = refuse_method(request)) {
        return *std::move(refusal);
    }
    auto const chatbot_id = ChatbotId::parse(request.chatbot_id);
    if (!chatbot_id) {
        return failure(chatbot_id.error());
    }
    if (request.method == "POST") {
        return post(request, caller, *chatbot_id);
    }
    if (request.method == "PATCH") {
        return patch(request, caller, *chatbot_id);
    }
    if (request.method == "DELETE") {
        return erase(request, caller, *chatbot_id);
    }
    return get(request, caller, *chatbot_id);
}

inline Response Endpoint::get(Request const& request, Caller const& caller,
                              ChatbotId const& chatbot_id) {
    auto const epoch = service_.epoch();
    if (!epoch) {
        return failure(epoch.error());
    }
    auto const found = service_.find(caller, chatbot_id);
    if (!found) {
        return failure(found.error());
    }
    if (*found == nullptr) {
        return failure(Errc::not_found);
    }
    auto const tag = detail::tag_of(*epoch, *found);
    if (!request.if_match.empty() &&
        !detail::names_tag(request.if_match, tag, detail::TagComparison::strong)) {
        return failure(Errc::revision_mismatch);
    }
    if (!detail::names_tag(request.if_none_match, tag, detail::TagComparison::weak)) {
        return detail::success(200, "retrieved", *epoch, *found);
    }
    Response not_modified{304, {{"Cache-Control", "private, no-cache"}}, {}};
    detail::add_tag(not_modified, *epoch, *found);
    return not_modified;
}

inline Response Endpoint::post(Request const& request, Caller const& caller,
                               ChatbotId const& chatbot_id) {
    auto const body = read_body(request);
    if (auto const* refusal = std::get_if<Response>(&body)) {
        return *refusal;
    }
    auto const& patch = std::get<SettingsPatch>(body);
    auto const epoch = service_.epoch(); // first, so that a success is never followed by a failure
    if (!epoch) {
        return failure(epoch.error());
    }
    auto const found = service_.find(caller, chatbot_id);
    if (!found) {
        return failure(found.error());
    }
    // If-Match holds only where a record is, and a POST succeeds only where none is: never. What is
    // checked before it is found out by an operation that expects a revision that no record has.
    auto const created = request.if_match.empty() || *found != nullptr
                             ? service_.create(caller, chatbot_id, patch)
                             : service_.upsert(caller, chatbot_id, patch, no_revision);
    if (created) {
        return detail::success(201, "created", *epoch, created->after);
    }
    auto response = failure(created.error());
    if (created.error().code() == Errc::already_exists) {
        detail::add_tag(response, *epoch, *found);
    }
    return response;
}

inline Response Endpoint::patch(Request const& request, Caller const& caller,
                                ChatbotId const& chatbot_id) {
    auto const body = read_body(request);
    if (auto const* refusal = std::get_if<Response>(&body)) {
        return *refusal;
    }
    auto const& patch = std::get<SettingsPatch>(body);
    auto const epoch = service_.epoch();
    if (!epoch) {
        return failure(epoch.error());
    }
    auto const updated =
        conditionally(request, caller, chatbot_id, *epoch, [&](std::optional<Revision> expected) {
            return service_.update(caller, chatbot_id, patch, expected);
        });
    if (updated) {
        return detail::success(200, "updated", *epoch, updated->after);
    }
    if (updated.error().code() == Errc::revision_mismatch && !request.if_match.empty()) {
        // The client may have sent this before and lost the answer (RFC 9110, section 13.1.1).
        auto const found = service_.find(caller, chatbot_id);
        if (found && *found != nullptr &&
            !detail::names_tag(request.if_match, detail::tag_of(*epoch, *found),
                               detail::TagComparison::strong) &&
            patch.apply_to((*found)->settings, service_.defaults(chatbot_id)) ==
                (*found)->settings) {
            return detail::success(200, "updated", *epoch, *found);
        }
    }
    return failure(updated.error());
}

inline Response Endpoint::erase(Request const& request, Caller const& caller,
                                ChatbotId const& chatbot_id) {
    auto const epoch = service_.epoch();
    if (!epoch) {
        return failure(epoch.error());
    }
    auto const erased =
        conditionally(request, caller, chatbot_id, *epoch, [&](std::optional<Revision> expected) {
            return service_.erase(caller, chatbot_id, expected);
        });
    return erased ? detail::success(200, "deleted", nullptr) : failure(erased.error());
}

/// Runs `operation(expected revision)` under the request's preconditions. The operation itself
/// finds out all that is checked before them, so it also runs where they fail: with a revision that
/// no record has.
template <class Operation>
Result<SettingsChange> Endpoint::conditionally(Request const& request, Caller const& caller,
                                               ChatbotId const& chatbot_id, Epoch epoch,
                                               Operation&& operation) {
    if (request.if_match.empty() && request.if_none_match.empty()) {
        return operation(std::nullopt);
    }
    for (int attempts = 0; attempts < max_attempts; ++attempts) {
        auto const found = service_.find(caller, chatbot_id);
        if (!found) {
            return found.error();
        }
        bool const hold = detail::preconditions_hold(request, detail::tag_of(epoch, *found));
        auto changed = operation(hold && *found ? (*found)->revision : no_revision);
        if (changed || changed.error().code() != Errc::revision_mismatch || !hold) {
            return changed;
        }
        // The record changed between the look and the operation: look again.
    }
    return Errc::busy;
}

inline std::variant<SettingsPatch, Response> Endpoint::read_body(Request const& request) const {
    if (auto const fits = check_body_size(request.body, service_.limits()); !fits) {
        return failure(fits.error());
    }
    auto const type = detail::media_type(request.content_type);
    if (!request.body.empty() && type != "application/merge-patch+json" &&
        type != "application/json") {
        auto response = detail::refuse(415, "unsupported_media_type",
                                       "Send the body as application/merge-patch+json or as "
                                       "application/json.");
        response.headers.push_back(
            {"Accept-Patch", "application/merge-patch+json, application/json"});
        return response;
    }
    auto parsed = parse_patch(request.body, service_.limits(), options_.unknown_members);
    if (!parsed) {
        return failure(parsed.error());
    }
    return std::move(parsed->patch);
}

inline std::optional<Response> Endpoint::refuse_method(Request const& request) {
    for (std::string_view const method : {"GET", "HEAD", "POST", "PATCH", "DELETE"}) {
        if (request.method == method) {
            return std::nullopt;
        }
    }
    auto response =
        detail::refuse(405, "method_not_allowed", "Use GET, HEAD, POST, PATCH or DELETE.");
    response.headers.push_back({"Allow", "GET, HEAD, POST, PATCH, DELETE"});
    return response;
}

inline Response Endpoint::failure(Error const& error) const {
    int const status = detail::http_status(error.code());
    // What storage says of itself, such as a file's path, is not for clients.
    auto response = detail::respond(status, status < 500 ? failure_envelope(error)
                                                         : failure_envelope(Error(error.code())));
    if (status == 503) {
        response.headers.push_back({"Retry-After", std::to_string(options_.retry_after.count())});
    }
    return response;
}

} // namespace human_support
