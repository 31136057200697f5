// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/http_failure.hpp>
#include <human_support/detail/http_fields.hpp>
#include <human_support/endpoint.hpp>
#include <human_support/envelope.hpp>
#include <human_support/json_text.hpp>

#include <boost/json/serialize.hpp>

#include <array>
#include <utility>

namespace human_support {

namespace detail {

/// The methods of the contract.
inline constexpr auto methods =
    std::to_array<std::string_view>({"GET", "HEAD", "POST", "PATCH", "DELETE"});

/// The media types of a body.
inline constexpr auto patch_media_types = std::to_array<std::string_view>({
    "application/merge-patch+json",
    "application/json",
});

template <std::size_t Count>
[[nodiscard]] bool contains(std::array<std::string_view, Count> const& texts,
                            std::string_view text) {
    return std::find(texts.begin(), texts.end(), text) != texts.end();
}

/// Returns `texts` as a list, with `last_separator` before the last of them.
template <std::size_t Count>
[[nodiscard]] std::string join(std::array<std::string_view, Count> const& texts,
                               std::string_view last_separator = ", ") {
    std::string list;
    for (std::size_t i = 0; i < Count; ++i) {
        list.append(i == 0 ? "" : i + 1 < Count ? ", " : last_separator).append(texts[i]);
    }
    return list;
}

[[nodiscard]] inline Response refuse(HttpFailure const& failure, std::string_view code,
                                     std::string_view message, std::string field_value) {
    auto response = json_response(failure.status, failure_envelope(code, message));
    response.headers.push_back({std::string(failure.field_name), std::move(field_value)});
    return response;
}

[[nodiscard]] inline std::optional<std::string> tag_of(SettingsRecord const* record) {
    return record == nullptr ? std::nullopt
                             : std::optional(entity_tag(record->epoch, record->revision));
}

inline void add_tag(Response& response, SettingsRecordPtr const& record) {
    if (auto tag = tag_of(record.get())) {
        response.headers.push_back({"ETag", *std::move(tag)});
    }
}

/// Does the same as `json_response` with JSON text.
[[nodiscard]] inline Response json_text_response(int status, std::string body) {
    Response response{status, {}, std::move(body), {}};
    response.content_length = response.body.size();
    response.headers.reserve(3); // nearly all responses have one more
    response.headers.push_back({"Content-Type", "application/json"});
    response.headers.push_back({"Cache-Control", "private, no-cache"});
    return response;
}

/// Returns the answer to a success; `record` is null if it was deleted.
[[nodiscard]] inline Response success(int status, std::string_view verb,
                                      SettingsRecordPtr const& record) {
    auto const add_data = [&record](auto out) {
        return record == nullptr ? add(out, "null") : add_object(out, ResponseMembers{*record});
    };
    auto response = json_text_response(
        status, text_of([&](auto out) { return add_success(out, verb, add_data); }));
    add_tag(response, record);
    return response;
}

/// Returns `response` without its body if the method is HEAD, whose answer is otherwise that to GET
/// (RFC 9110, section 9.3.2), failures included.
[[nodiscard]] inline Response for_method(Request const& request, Response response) {
    if (request.method == "HEAD") {
        response.body.clear();
    }
    return response;
}

/// Tells whether If-Match is true of `record`; null is none (RFC 9110, section 13.1.1).
[[nodiscard]] inline bool if_match_holds(Request const& request, SettingsRecord const* record) {
    return request.if_match.empty() ||
           names_tag(request.if_match, tag_of(record), TagComparison::strong);
}

/// Tells whether If-None-Match is true of `record`; null is none (RFC 9110, section 13.1.2).
[[nodiscard]] inline bool if_none_match_holds(Request const& request,
                                              SettingsRecord const* record) {
    return request.if_none_match.empty() ||
           !names_tag(request.if_none_match, tag_of(record), TagComparison::weak);
}

/// Returns both, as a change asks for them.
[[nodiscard]] inline Precondition preconditions(Request const& request) {
    if (request.if_match.empty() && request.if_none_match.empty()) {
        return {};
    }
    return [&request](SettingsRecord const* record) {
        return if_match_holds(request, record) && if_none_match_holds(request, record);
    };
}

} // namespace detail

inline Response json_response(int status, boost::json::object const& body) {
    return detail::json_text_response(status, boost::json::serialize(body));
}

constexpr bool is_same_token(std::string_view known, std::string_view sent) noexcept {
    bool differs = known.size() != sent.size();
    for (std::size_t i = 0; i < sent.size(); ++i) { // without a branch that depends on the texts
        differs |= known.empty() || known[i % known.size()] != sent[i];
    }
    return !differs;
}

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
        return failure(Errc::unauthenticated);
    }
    auto const caller = options_.authenticate(*token, request.chatbot_id);
    if (caller) {
        return answer(request, *caller);
    }
    if (caller == Errc::unauthenticated) {
        return failure(Errc::unauthenticated, "Bearer error=\"invalid_token\"");
    }
    return failure(caller == Errc::forbidden ? Errc::forbidden : Errc::busy);
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
    auto const found = service_.find(caller, chatbot_id);
    if (!found) {
        return failure(found.error());
    }
    auto const& record = *found;
    if (record == nullptr) {
        return failure(Errc::not_found);
    }
    if (!detail::if_match_holds(request, record.get())) {
        return failure(Errc::revision_mismatch);
    }
    if (detail::if_none_match_holds(request, record.get())) {
        return detail::success(200, "retrieved", record);
    }
    Response not_modified{304, {{"Cache-Control", "private, no-cache"}}, {}, std::nullopt};
    detail::add_tag(not_modified, record);
    return not_modified;
}

inline Response Endpoint::post(Request const& request, Caller const& caller,
                               ChatbotId const& chatbot_id) {
    SettingsPatch patch;
    if (auto refusal = read_body(request, patch)) {
        return *std::move(refusal);
    }
    auto const created = service_.create(caller, chatbot_id, patch, detail::preconditions(request));
    if (created) {
        return detail::success(201, "created", created->after);
    }
    auto response = failure(created.error());
    if (created == Errc::already_exists) {
        // Its tag spares the client a request; without it the answer is right as well.
        detail::add_tag(response, service_.find(caller, chatbot_id).value_or(nullptr));
    }
    return response;
}

inline Response Endpoint::patch(Request const& request, Caller const& caller,
                                ChatbotId const& chatbot_id) {
    SettingsPatch patch;
    if (auto refusal = read_body(request, patch)) {
        return *std::move(refusal);
    }
    auto const updated =
        service_.update(caller, chatbot_id, patch, [&](SettingsRecord const* record) {
            // A patch that changes nothing may have been sent before, and its answer lost (RFC
            // 9110, section 13.1.1).
            auto const changes_nothing = [&] {
                return patch.apply_to(record->settings, service_.defaults(chatbot_id)) ==
                       record->settings;
            };
            return (detail::if_match_holds(request, record) || changes_nothing()) &&
                   detail::if_none_match_holds(request, record);
        });
    return updated ? detail::success(200, "updated", updated->after) : failure(updated.error());
}

inline Response Endpoint::erase(Request const& request, Caller const& caller,
                                ChatbotId const& chatbot_id) {
    auto const erased = service_.erase(caller, chatbot_id, detail::preconditions(request));
    return erased ? detail::success(200, "deleted", nullptr) : failure(erased.error());
}

inline std::optional<Response> Endpoint::read_body(Request const& request,
                                                   SettingsPatch& patch) const {
    if (auto const fits = check_body_size(request.body, service_.limits()); !fits) {
        return failure(fits.error());
    }
    auto const& types = detail::patch_media_types;
    if (!request.body.empty() &&
        !detail::contains(types, detail::media_type(request.content_type))) {
        return detail::refuse(detail::unsupported_media_type, "unsupported_media_type",
                              "Send the body as " + detail::join(types, " or as ") + ".",
                              detail::join(types));
    }
    auto parsed = parse_patch(request.body, service_.limits(), options_.unknown_members);
    if (!parsed) {
        return failure(parsed.error());
    }
    patch = std::move(parsed->patch);
    return std::nullopt;
}

inline std::optional<Response> Endpoint::refuse_method(Request const& request) {
    if (detail::contains(detail::methods, request.method)) {
        return std::nullopt;
    }
    return detail::refuse(detail::method_not_allowed, "method_not_allowed",
                          "Use " + detail::join(detail::methods, " or ") + ".",
                          detail::join(detail::methods));
}

inline Response Endpoint::failure(Error const& error, std::string_view field_value) const {
    auto const how = detail::http_failure(error.code());
    auto response = json_response(
        how.status, failure_envelope(how.has_inner_details ? Error(error.code()) : error));
    if (!how.field_name.empty()) {
        auto const value = field_value.empty() ? how.field_value : field_value;
        response.headers.push_back(
            {std::string(how.field_name),
             value.empty() ? std::to_string(options_.retry_after.count()) : std::string(value)});
    }
    return response;
}

} // namespace human_support
