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

TEST_CASE("Ids and values are taken up to their limits") {
    auto const& engine = GENERATE(from_range(engines()));
    auto const chatbot_id =
        GENERATE(values<std::string>({"...", "AZaz09._~-", std::string(128, '~')}));
    CAPTURE(engine.name, chatbot_id);
    EndpointHost host(engine);
    std::string prompt;
    for (int i = 0; i < 200; ++i) {
        prompt += "👍";
    }
    std::string const local_part = "!#$%&'*+/=?^_`{|}~-." + std::string(44, 'a');
    boost::json::array emails{local_part + "@example.com", "a@b"};
    std::string const label(63, 'b');
    auto const domain = label + "." + label + "." + label + "." + std::string(59, 'b');
    while (emails.size() < 50) {
        emails.emplace_back(std::to_string(10 + emails.size()) + "@" + domain);
    }
    boost::json::object const body{
        {"positiveFeedbackPrompt", prompt},
        {"requestHumanSupportPrompt", prompt},
        {"humanSupportConfirmationMessage", std::string(998, 'c') + "\n\t"},
        {"leadNotificationEmail", emails},
    };

    auto const response = host.send({.method = "POST",
                                     .chatbot_id = chatbot_id,
                                     .content_type = "application/json",
                                     .body = boost::json::serialize(body)});

    CHECK(emails.back().as_string().size() == 254);
    CHECK(response.status == 201);
    for (auto const& member : body) {
        CHECK(data_of(response).at(member.key()) == member.value());
    }
}

TEST_CASE("An address that is none is refused") {
    auto const email = GENERATE(
        values<std::string>({"", "a", "@b", "a@", "a@b@c", "a b@c", "a@b c", "a@-b", "a@b-", "a@b.",
                             "a@.b", "a@b..c", "a@b_c", "\"a\"@b", "ä@b", "a@ä", "a@b\n",
                             std::string(65, 'a') + "@b", "a@" + std::string(64, 'b')}));
    CAPTURE(email);
    EndpointHost host(engines().front());
    boost::json::object const body{{"leadNotificationEmail", boost::json::array{email}}};

    auto const response = host.send({.method = "POST",
                                     .chatbot_id = "bot",
                                     .content_type = "application/json",
                                     .body = boost::json::serialize(body)});

    CHECK(response.status == 422);
    CHECK(response.body.find(R"("/leadNotificationEmail/0","code":"invalid_email")") !=
          std::string::npos);
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
