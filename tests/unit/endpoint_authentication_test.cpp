// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/endpoint.hpp>

#include "support/catch.hpp"
#include "support/endpoint_host.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace human_support;

namespace {

std::string const unauthenticated_body =
    R"({"success":false,"code":"unauthenticated","message":"Sign in, then try again."})";

/// Answers each question alike, and remembers the questions.
struct Doorkeeper {
    Result<Caller> answer;
    std::vector<std::string> questions = {};

    EndpointOptions options() {
        return {.authenticate = [this](std::string_view token, std::string_view chatbot_id) {
            questions.push_back(std::string(token) + " for " + std::string(chatbot_id));
            return answer;
        }};
    }
};

} // namespace

TEST_CASE("The caller is whoever the host's function says") {
    auto const& engine = GENERATE(from_range(engines()));
    std::string const authorization =
        GENERATE("Bearer abc-._~+/9==", "bearer abc-._~+/9==", "BEARER   abc-._~+/9==");
    CAPTURE(engine.name, authorization);
    Doorkeeper doorkeeper{Caller{account("acme"), "carol"}};
    EndpointHost host(engine, doorkeeper.options());

    auto const response = host.endpoint.handle(
        {.method = "POST", .chatbot_id = "bot", .authorization = authorization});

    CHECK(response.status == 201);
    CHECK(doorkeeper.questions == std::vector<std::string>{"abc-._~+/9== for bot"});
    CHECK(host.stored()->account_id == account("acme"));
    CHECK(host.stored()->updated_by == "carol");
}

TEST_CASE("A request without a well-formed bearer token is asked for one") {
    auto const& engine = GENERATE(from_range(engines()));
    std::string const method = GENERATE("GET", "POST", "PATCH", "DELETE");
    std::string const authorization = GENERATE("", "Bearer", "Bearer ", "Bearer =", "Bearer a b",
                                               "Bearer a=b", "Bearer ü", "Basic YTpi", "Bearerabc");
    CAPTURE(engine.name, method, authorization);
    Doorkeeper doorkeeper{Caller{account("acme"), ""}};
    EndpointHost host(engine, doorkeeper.options());

    auto const response = host.endpoint.handle(
        {.method = method, .chatbot_id = "bot", .authorization = authorization});

    CHECK(as_text(response) ==
          "401\n" + json_headers + "WWW-Authenticate: Bearer\n\n" + unauthenticated_body);
    CHECK(doorkeeper.questions.empty());
    CHECK(host.stored() == nullptr);
}

TEST_CASE("What the host's function refuses is answered by the reason, without inner details") {
    struct Row {
        Error error;
        std::string answer;
    };
    std::string const unavailable =
        "503\n" + json_headers +
        "Retry-After: 1\n"
        "\n"
        R"({"success":false,"code":"busy",)"
        R"("message":"This is not possible at the moment; try again soon."})";
    auto const& engine = GENERATE(from_range(engines()));
    std::string const method = GENERATE("GET", "POST", "PATCH", "DELETE");
    auto const row = GENERATE_COPY(values<Row>({
        {{Errc::unauthenticated, "The token of user 7 has expired."},
         "401\n" + json_headers + "WWW-Authenticate: Bearer error=\"invalid_token\"\n\n" +
             unauthenticated_body},
        {{Errc::forbidden, "User 7 is a guest."},
         "403\n" + json_headers +
             "\n"
             R"({"success":false,"code":"forbidden","message":"You may not do this."})"},
        {{Errc::busy, "users.internal is slow."}, unavailable},
        {{Errc::storage_failed, "users.internal is down."}, unavailable},
        {{Errc::not_found, "User 7 is gone."}, unavailable},
    }));
    CAPTURE(engine.name, method, name(row.error.code()));
    Doorkeeper doorkeeper{row.error};
    EndpointHost host(engine, doorkeeper.options());

    auto const response = host.endpoint.handle(
        {.method = method, .chatbot_id = "bot", .authorization = "Bearer token"});

    CHECK(as_text(response) == row.answer);
    CHECK(host.stored() == nullptr);
}

TEST_CASE("Nobody is authenticated where the host gives no function for it") {
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    EndpointHost host(engine);

    auto const response = host.endpoint.handle(
        {.method = "GET", .chatbot_id = "bot", .authorization = "Bearer token"});

    CHECK(as_text(response) ==
          "401\n" + json_headers + "WWW-Authenticate: Bearer\n\n" + unauthenticated_body);
}

TEST_CASE("What the host's function throws comes out") {
    struct NotReady {};
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    EndpointHost host(engine,
                      {.authenticate = [](std::string_view, std::string_view) -> Result<Caller> {
                          throw NotReady();
                      }});

    CHECK_THROWS_AS(host.endpoint.handle(
                        {.method = "POST", .chatbot_id = "bot", .authorization = "Bearer token"}),
                    NotReady);
    CHECK(host.stored() == nullptr);
}

TEST_CASE("A token is the same only if all of it is") {
    CHECK(is_same_token("s3cret==", "s3cret=="));
    CHECK(is_same_token("", ""));
    for (std::string const other : {"", "s", "s3cret=", "s3cret===", "S3cret==", "s3cret=_",
                                    "x3cret==", "s3cret==s3cret=="}) {
        CAPTURE(other);
        CHECK_FALSE(is_same_token("s3cret==", other));
        CHECK_FALSE(is_same_token(other, "s3cret=="));
    }
    static_assert(is_same_token("a", "a") && !is_same_token("", "a") && !is_same_token("a", ""));
}
