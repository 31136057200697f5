// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/endpoint.hpp>

#include "support/catch.hpp"
#include "support/endpoint_host.hpp"

#include <string>

using namespace human_support;

TEST_CASE("The content types of JSON and of merge patches are taken, and no other") {
    struct Row {
        std::string content_type;
        bool taken;
    };
    auto const& engine = GENERATE(from_range(engines()));
    std::string const method = GENERATE("POST", "PATCH");
    auto const row = GENERATE(values<Row>({
        {"application/json", true},
        {"application/merge-patch+json", true},
        {"application/json; charset=utf-8", true},
        {"application/json;charset=utf-8", true},
        {"application/json \t; charset=utf-8", true},
        {"Application/JSON", true},
        {"APPLICATION/MERGE-PATCH+JSON; charset=UTF-8", true},
        {"", false},
        {"text/plain", false},
        {"text/json", false},
        {"application/json-patch+json", false},
        {"application/jsonx", false},
        {"json", false},
        {"; application/json", false},
        {"application/x-www-form-urlencoded", false},
    }));
    CAPTURE(engine.name, method, row.content_type);
    EndpointHost host(engine);
    if (method == "PATCH") {
        host.store_record(host.caller, {});
    }

    auto const response = host.send({.method = method,
                                     .chatbot_id = "bot",
                                     .content_type = row.content_type,
                                     .body = R"({"leadNotification": true})"});

    if (row.taken) {
        CHECK(response.status == (method == "POST" ? 201 : 200));
        CHECK(host.stored()->settings.lead_notification);
    } else {
        CHECK(response.status == 415);
        CHECK((host.stored() == nullptr || !host.stored()->settings.lead_notification));
    }
}

TEST_CASE("An empty body changes nothing, whatever its content type") {
    auto const& engine = GENERATE(from_range(engines()));
    std::string const content_type = GENERATE("", "application/json", "text/plain");
    CAPTURE(engine.name, content_type);
    EndpointHost host(engine);

    CHECK(host.send({.method = "POST", .chatbot_id = "bot", .content_type = content_type}).status ==
          201);
    auto const created = host.stored();
    CHECK(created->settings == HumanSupportSettings());

    auto const patched =
        host.send({.method = "PATCH", .chatbot_id = "bot", .content_type = content_type});
    CHECK(patched.status == 200);
    CHECK(*patched.header("ETag") == host.tag(created->revision));
    CHECK(*host.stored() == *created);
}

TEST_CASE("A body may be as large as the limit, and no larger") {
    auto const& engine = GENERATE(from_range(engines()));
    std::string const method = GENERATE("POST", "PATCH");
    std::size_t const limit = GENERATE(std::size_t{64 * 1024}, std::size_t{100});
    CAPTURE(engine.name, method, limit);
    ServiceOptions options;
    options.limits.body_bytes = limit;
    EndpointHost host(engine, {}, options);
    if (method == "PATCH") {
        host.store_record(host.caller, {});
    }
    std::string body = R"({"leadNotification": true})";
    auto const send = [&] {
        return host
            .send({.method = method,
                   .chatbot_id = "bot",
                   .content_type = "application/json",
                   .body = body})
            .status;
    };

    body.resize(limit + 1, ' ');
    CHECK(send() == 413);
    body.resize(limit);
    CHECK(send() == (method == "POST" ? 201 : 200));
}

TEST_CASE("Members that are no settings are ignored") {
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    EndpointHost host(engine);

    auto const response =
        host.send({.method = "POST",
                   .chatbot_id = "bot",
                   .content_type = "application/json",
                   .body = R"({"leadNotifications": 1, "leadNotification": true})"});

    CHECK(response.status == 201);
    CHECK(host.stored()->settings.lead_notification);
}

TEST_CASE("A strict endpoint refuses members that are no settings, together with other mistakes") {
    auto const& engine = GENERATE(from_range(engines()));
    std::string const method = GENERATE("POST", "PATCH");
    CAPTURE(engine.name, method);
    EndpointHost host(engine, {.unknown_members = UnknownMembers::reject});
    if (method == "PATCH") {
        host.store_record(host.caller, {});
    }

    auto const response =
        host.send({.method = method,
                   .chatbot_id = "bot",
                   .content_type = "application/json",
                   .body = R"({"a/b~c": 1, "positiveFeedbackPrompt": "\u0007", "id": 5})"});

    CHECK(as_text(response) ==
          "422\n" + json_headers +
              "\n"
              R"({"success":false,"code":"invalid_settings",)"
              R"("message":"Some values are not allowed; correct them and send them again.",)"
              R"("errors":[{"field":"/a~1b~0c","code":"unknown_member",)"
              R"("message":"There is no setting with this name."},)"
              R"({"field":"/positiveFeedbackPrompt","code":"control_character",)"
              R"("message":"Must be one line without control characters."}]})");
}

TEST_CASE("What the library itself assigns is ignored in a body, even by a strict endpoint") {
    auto const& engine = GENERATE(from_range(engines()));
    auto const unknown = GENERATE(UnknownMembers::ignore, UnknownMembers::reject);
    CAPTURE(engine.name, unknown);
    EndpointHost host(engine, {.unknown_members = unknown});

    auto const response =
        host.send({.method = "POST",
                   .chatbot_id = "bot",
                   .content_type = "application/json",
                   .body = R"({"id": 1, "chatbotId": "other", "accountId": "elsewhere",
                               "updatedBy": [], "createdAt": {}, "updatedAt": null,
                               "revision": "7", "leadNotification": true})"});

    CHECK(response.status == 201);
    auto const stored = host.stored();
    REQUIRE(stored != nullptr);
    CHECK(stored->account_id == host.caller.account_id);
    CHECK(stored->updated_by == host.caller.actor);
    CHECK(stored->created_at == host.now);
    CHECK(stored->updated_at == host.now);
}

TEST_CASE("However many mistakes a body has, its answer is small and says that there are more") {
    std::string members;
    while (members.size() < 65'000) {
        members += "\"" + std::to_string(members.size()) + "\":0,";
    }
    std::string emails;
    while (emails.size() < 65'000) {
        emails += "0,";
    }
    auto const body = GENERATE_COPY("{" + members + "\"last\":0}",
                                    R"({"leadNotificationEmail":[)" + emails + "0]}");
    EndpointHost host(engines().front(), {.unknown_members = UnknownMembers::reject});
    auto const response = host.send(
        {.method = "POST", .chatbot_id = "bot", .content_type = "application/json", .body = body});
    CHECK(response.status == 422);
    CHECK(response.body.size() < 10'000);
    CHECK(response.body.find("There are more mistakes than the 50 that are shown.") !=
          std::string::npos);
}
