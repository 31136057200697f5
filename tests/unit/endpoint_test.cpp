// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/endpoint.hpp>

#include "support/catch.hpp"
#include "support/endpoint_host.hpp"

#include <chrono>
#include <string>
#include <string_view>

using namespace human_support;
using namespace std::chrono_literals;

namespace {

std::string const documented_body = R"({
    "enableHumanSupport": true,
    "replaceAllOtherSuggestionsWithEscalationButtons": false,
    "positiveFeedbackPrompt": "That helped 👍",
    "requestHumanSupportPrompt": "Talk to a human",
    "humanSupportConfirmationMessage": "A human will be in touch.\nThank you!",
    "leadNotification": true,
    "leadNotificationEmail": ["support@example.com", "sales@example.com"],
    "showEscalationButtonsAfterResponses": true
})";

/// The member `data` that the documented body leads to, with `lead_notification` and `updated_at`.
std::string documented_data(std::string const& lead_notification, std::string const& updated_at) {
    return R"({"id":"00000000-0000-4000-8000-000000000001","chatbotId":"bot",)"
           R"("enableHumanSupport":true,)"
           R"("replaceAllOtherSuggestionsWithEscalationButtons":false,)"
           R"("positiveFeedbackPrompt":"That helped 👍",)"
           R"("requestHumanSupportPrompt":"Talk to a human",)"
           R"("humanSupportConfirmationMessage":"A human will be in touch.\nThank you!",)"
           R"("leadNotification":)" +
           lead_notification +
           R"(,"leadNotificationEmail":["support@example.com","sales@example.com"],)"
           R"("showEscalationButtonsAfterResponses":true,)"
           R"("createdAt":"2026-01-31T00:00:00.000Z","updatedAt":")" +
           updated_at + "\"}";
}

std::string success(std::string const& verb, std::string const& data) {
    return R"({"success":true,"message":"Human support settings )" + verb +
           R"( successfully","data":)" + data + "}";
}

Response post_documented_body(EndpointHost& host) {
    return host.send({.method = "POST",
                      .chatbot_id = "bot",
                      .content_type = "application/json",
                      .body = documented_body});
}

} // namespace

TEST_CASE("POST creates the settings of the documented body") {
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    EndpointHost host(engine);

    auto const response = post_documented_body(host);

    auto const etag = "ETag: " + host.tag(host.last_revision()) + "\n\n";
    CHECK(as_text(response) ==
          "201\n" + json_headers + etag +
              success("created", documented_data("true", "2026-01-31T00:00:00.000Z")));
    CHECK(host.stored()->account_id == host.caller.account_id);
    CHECK(host.stored()->updated_by == host.caller.actor);
}

TEST_CASE("GET shows the settings") {
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    EndpointHost host(engine);
    post_documented_body(host);

    auto const etag = "ETag: " + host.tag(host.last_revision()) + "\n\n";
    CHECK(as_text(host.send({.method = "GET", .chatbot_id = "bot"})) ==
          "200\n" + json_headers + etag +
              success("retrieved", documented_data("true", "2026-01-31T00:00:00.000Z")));
}

TEST_CASE("PATCH changes the settings") {
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    EndpointHost host(engine);
    post_documented_body(host);
    auto const created = host.last_revision();
    host.now += 12h + 34ms;

    auto const response = host.send({.method = "PATCH",
                                     .chatbot_id = "bot",
                                     .content_type = "application/merge-patch+json",
                                     .body = R"({"leadNotification": false})"});

    auto const etag = "ETag: " + host.tag(host.last_revision()) + "\n\n";
    CHECK(as_text(response) ==
          "200\n" + json_headers + etag +
              success("updated", documented_data("false", "2026-01-31T12:00:00.034Z")));
    CHECK(host.last_revision() > created);
}

TEST_CASE("PATCH puts a setting back to the host's default for null") {
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    HumanSupportSettings defaults;
    defaults.positive_feedback_prompt = "Danke";
    EndpointHost host(engine, {}, {.defaults = [&](ChatbotId const&) { return defaults; }});
    post_documented_body(host);

    auto const response = host.send({.method = "PATCH",
                                     .chatbot_id = "bot",
                                     .content_type = "application/json",
                                     .body = R"({"positiveFeedbackPrompt": null})"});

    CHECK(response.status == 200);
    CHECK(host.stored()->settings.positive_feedback_prompt == "Danke");
}

TEST_CASE("DELETE erases the settings") {
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    EndpointHost host(engine);
    post_documented_body(host);

    CHECK(as_text(host.send({.method = "DELETE", .chatbot_id = "bot"})) ==
          "200\n" + json_headers + "\n" + success("deleted", "null"));
    CHECK(host.stored() == nullptr);
}

TEST_CASE("HEAD is answered like GET, without a body") {
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    EndpointHost host(engine, {.authenticate = [](std::string_view token, std::string_view) {
                          return token == "known" ? Result<Caller>(Caller{account("acme"), ""})
                                                  : Result<Caller>(Errc::unauthenticated);
                      }});
    post_documented_body(host);
    struct Row {
        int status;
        std::string_view authorization;
        std::string_view chatbot_id;
        std::string_view if_match = "";
        std::string_view if_none_match = "";
    };
    Row const rows[] = {
        {200, "Bearer known", "bot"},
        {304, "Bearer known", "bot", "", "*"},
        {400, "Bearer known", "no id"},
        {401, "", "bot"},
        {401, "Bearer unknown", "bot"},
        {404, "Bearer known", "other"},
        {412, "Bearer known", "bot", "\"stale\""},
    };
    for (Row const& row : rows) {
        CAPTURE(row.status);
        auto const send = [&](std::string_view method) {
            return host.endpoint.handle({.method = method,
                                         .chatbot_id = row.chatbot_id,
                                         .authorization = row.authorization,
                                         .if_match = row.if_match,
                                         .if_none_match = row.if_none_match});
        };
        auto const get = send("GET");
        auto const head = send("HEAD");
        CHECK(get.status == row.status);
        CHECK(head.status == row.status);
        CHECK(head.headers == get.headers);
        CHECK(head.body.empty());
        CHECK(head.content_length == get.content_length);
        CHECK(get.content_length ==
              (row.status == 304 ? std::nullopt : std::optional(get.body.size())));
    }
}

TEST_CASE("A response finds its header fields by name") {
    Response const response{200, {{"ETag", "\"1\""}}, ""};

    REQUIRE(response.header("ETag") != nullptr);
    CHECK(*response.header("ETag") == "\"1\"");
    CHECK(response.header("Allow") == nullptr);
}

TEST_CASE("What a host answers itself can look like the endpoint's") {
    auto const response = json_response(404, {{"success", false}, {"code", "not_found"}});

    std::string const body = R"({"success":false,"code":"not_found"})";
    CHECK(as_text(response) == "404\n" + json_headers + "\n" + body);
    CHECK(response.content_length == body.size());
}
