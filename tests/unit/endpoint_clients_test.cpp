// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/endpoint.hpp>

// Requests as front ends send them.

#include "support/catch.hpp"
#include "support/endpoint_host.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <chrono>
#include <string>

using namespace human_support;
using namespace std::chrono_literals;

namespace {

boost::json::object data_of(Response const& response) {
    return boost::json::parse(response.body).at("data").as_object();
}

} // namespace

TEST_CASE("A form whose texts and addresses were left empty is stored as it was sent") {
    auto const& engine = GENERATE(from_range(engines()));
    std::string const method = GENERATE("POST", "PATCH");
    CAPTURE(engine.name, method);
    EndpointHost host(engine);
    if (method == "PATCH") {
        HumanSupportSettings settings;
        settings.lead_notification_email = {"support@example.com"};
        host.store_record(host.caller, settings);
    }
    std::string const form = R"({"enableHumanSupport":true,)"
                             R"("replaceAllOtherSuggestionsWithEscalationButtons":false,)"
                             R"("positiveFeedbackPrompt":"",)"
                             R"("requestHumanSupportPrompt":"",)"
                             R"("humanSupportConfirmationMessage":"",)"
                             R"("leadNotification":false,)"
                             R"("leadNotificationEmail":[],)"
                             R"("showEscalationButtonsAfterResponses":true})";

    auto const response = host.send({.method = method,
                                     .chatbot_id = "bot",
                                     .content_type = "application/json;charset=UTF-8",
                                     .body = form});

    CHECK(response.status == (method == "POST" ? 201 : 200));
    auto data = data_of(response);
    for (auto const* assigned : {"id", "chatbotId", "createdAt", "updatedAt"}) {
        CHECK(data.erase(assigned) == 1);
    }
    CHECK(data == boost::json::parse(form));
    CHECK(to_json(host.stored()->settings) == boost::json::parse(form));
}

TEST_CASE("What GET showed can be changed in one place and sent back whole") {
    auto const& engine = GENERATE(from_range(engines()));
    auto const unknown = GENERATE(UnknownMembers::ignore, UnknownMembers::reject);
    CAPTURE(engine.name, unknown);
    EndpointHost host(engine, {.unknown_members = unknown});
    HumanSupportSettings settings;
    settings.lead_notification_email = {"support@example.com"};
    settings.human_support_confirmation_message = "A human will be in touch.\nThank you!";
    auto const before = host.store_record(host.caller, settings);
    host.now += 1h;
    auto const read = host.send({.method = "GET", .chatbot_id = "bot"});
    REQUIRE(read.status == 200);
    auto data = data_of(read);
    data["leadNotification"] = true;
    auto const body = boost::json::serialize(data);
    auto const send = [&] {
        return host.send({.method = "PATCH",
                          .chatbot_id = "bot",
                          .content_type = "application/json",
                          .if_match = *read.header("ETag"),
                          .body = body});
    };

    auto const changed = send();

    CHECK(changed.status == 200);
    data["updatedAt"] = "2026-01-31T01:00:00.000Z";
    CHECK(data_of(changed) == data);
    settings.lead_notification = true;
    CHECK(host.stored()->settings == settings);
    CHECK(host.stored()->created_at == before->created_at);
    CHECK(as_text(send()) == as_text(changed)); // the client may have lost the answer
}
