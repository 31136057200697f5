// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/endpoint.hpp>

#include "support/catch.hpp"
#include "support/endpoint_host.hpp"

#include <string>
#include <string_view>
#include <utility>

using namespace human_support;

namespace {

std::string const enable = R"({"enableHumanSupport": true})";

/// `field` with the parts of the entity tag `tag` in place of the words that stand for them.
std::string filled_in(std::string field, std::string const& tag) {
    auto const dash = tag.rfind('-');
    std::pair<std::string_view, std::string> const parts[] = {
        {"CURRENT", tag},
        {"EPOCH", tag.substr(1, dash - 1)},
        {"REVISION", tag.substr(dash + 1, tag.size() - dash - 2)},
    };
    for (auto const& [word, part] : parts) {
        if (auto const at = field.find(word); at != std::string::npos) {
            field.replace(at, word.size(), part);
        }
    }
    return field;
}

} // namespace

TEST_CASE("If-Match lets a request pass only if it names the settings as they are") {
    struct Row {
        std::string if_match;
        bool holds;
    };
    auto const& engine = GENERATE(from_range(engines()));
    std::string const method = GENERATE("GET", "HEAD", "PATCH", "DELETE");
    auto const row = GENERATE(values<Row>({
        {"*", true},
        {"CURRENT", true},
        {"\"other\", CURRENT", true},
        {"CURRENT,\"other\"", true},
        {" ,, \t,CURRENT", true},
        {"W/\"other\", CURRENT", true},
        {"\"EPOCH-REVISION\"", true},
        {"W/CURRENT", false},
        {"\"other\"", false},
        {"\"other\", \"another\"", false},
        {"\"EPOCH-0\"", false},
        {"\"0-REVISION\"", false},
        {"EPOCH-REVISION", false},
        {"\"EPOCH-REVISION", false},
        {"other, CURRENT", false},
        {"*, CURRENT", false},
        {"\"*\"", false},
        {",", false},
    }));
    CAPTURE(engine.name, method, row.if_match);
    EndpointHost host(engine);
    auto const before = host.store_record(host.caller, {});

    auto const response =
        host.send({.method = method,
                   .chatbot_id = "bot",
                   .content_type = "application/json",
                   .if_match = filled_in(row.if_match, host.tag(before->revision)),
                   .body = enable});

    CHECK(response.status == (row.holds ? 200 : 412));
    bool const to_be_changed = row.holds && (method == "PATCH" || method == "DELETE");
    CHECK((host.last_revision() > before->revision) == to_be_changed);
}

TEST_CASE("If-None-Match turns a GET into 304 where it names the settings as they are") {
    struct Row {
        std::string if_none_match;
        bool names_them;
    };
    auto const& engine = GENERATE(from_range(engines()));
    std::string const method = GENERATE("GET", "HEAD");
    auto const row = GENERATE(values<Row>({
        {"*", true},
        {"CURRENT", true},
        {"W/CURRENT", true},
        {"\"other\", W/CURRENT", true},
        {"", false},
        {"\"other\"", false},
        {"\"EPOCH-0\"", false},
        {"\"0-REVISION\"", false},
        {"EPOCH-REVISION", false},
        {"w/CURRENT", false},
    }));
    CAPTURE(engine.name, method, row.if_none_match);
    EndpointHost host(engine);
    auto const tag = host.tag(host.store_record(host.caller, {})->revision);

    auto const response = host.send({.method = method,
                                     .chatbot_id = "bot",
                                     .if_none_match = filled_in(row.if_none_match, tag)});

    if (row.names_them) {
        CHECK(as_text(response) == "304\nCache-Control: private, no-cache\nETag: " + tag + "\n\n");
    } else {
        CHECK(response.status == 200);
    }
}

TEST_CASE("If-Match is looked at before If-None-Match") {
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    EndpointHost host(engine);
    auto const tag = host.tag(host.store_record(host.caller, {})->revision);

    CHECK(host.send({.method = "GET",
                     .chatbot_id = "bot",
                     .if_match = "\"stale\"",
                     .if_none_match = tag})
              .status == 412);
    CHECK(host.send({.method = "GET", .chatbot_id = "bot", .if_match = tag, .if_none_match = tag})
              .status == 304);
}

TEST_CASE("If-None-Match keeps a change from settings that it names") {
    struct Row {
        std::string if_none_match;
        int status;
    };
    auto const& engine = GENERATE(from_range(engines()));
    std::string const method = GENERATE("PATCH", "DELETE");
    auto const row = GENERATE(values<Row>(
        {{"*", 412}, {"CURRENT", 412}, {"W/CURRENT", 412}, {"\"other\"", 200}, {"EPOCH", 200}}));
    CAPTURE(engine.name, method, row.if_none_match);
    EndpointHost host(engine);
    auto const before = host.store_record(host.caller, {});

    auto const response =
        host.send({.method = method,
                   .chatbot_id = "bot",
                   .content_type = "application/json",
                   .if_none_match = filled_in(row.if_none_match, host.tag(before->revision)),
                   .body = enable});

    CHECK(response.status == row.status);
    CHECK((host.last_revision() == before->revision) == (row.status == 412));
}

TEST_CASE("A POST passes only preconditions that hold where there are no settings") {
    struct Row {
        std::string if_match;
        std::string if_none_match;
        int status;
    };
    auto const& engine = GENERATE(from_range(engines()));
    auto const row = GENERATE(values<Row>({
        {"", "*", 201},
        {"", "\"any\"", 201},
        {"*", "", 412},
        {"\"any\"", "", 412},
        {"*", "*", 412},
    }));
    CAPTURE(engine.name, row.if_match, row.if_none_match);
    EndpointHost host(engine);

    auto const response = host.send({.method = "POST",
                                     .chatbot_id = "bot",
                                     .if_match = row.if_match,
                                     .if_none_match = row.if_none_match});

    CHECK(response.status == row.status);
    CHECK((host.stored() != nullptr) == (row.status == 201));
}

TEST_CASE("Preconditions do not count where the answer would be a failure without them") {
    auto const& engine = GENERATE(from_range(engines()));
    std::string const if_match = GENERATE("", "*", "\"stale\"");
    std::string const if_none_match = GENERATE("", "*", "\"stale\"");
    CAPTURE(engine.name, if_match, if_none_match);
    EndpointHost host(engine);
    auto const status = [&](std::string_view method, std::string_view body = "") {
        return host
            .send({.method = method,
                   .chatbot_id = "bot",
                   .content_type = "application/json",
                   .if_match = if_match,
                   .if_none_match = if_none_match,
                   .body = body})
            .status;
    };

    for (bool const foreign : {false, true}) {
        CAPTURE(foreign);
        if (foreign) {
            host.store_record(host.stranger, {});
            CHECK(status("POST") == 409);
        }
        CHECK(status("GET") == 404);
        CHECK(status("PATCH") == 404);
        CHECK(status("DELETE") == 404);
        CHECK(status("POST", R"({"leadNotification": 1})") == 422);
        CHECK(status("PATCH", R"({"leadNotification": 1})") == 422);
    }
    host.store_record(host.caller, {});
    CHECK(status("POST") == 409);
    CHECK(status("PATCH", R"({"leadNotification": 1})") == 422);
}

TEST_CASE("A PATCH sent again because its answer was lost gets the answer again") {
    auto const& engine = GENERATE(from_range(engines()));
    std::string const body =
        GENERATE(R"({"enableHumanSupport": true})",
                 R"({"enableHumanSupport": true, "leadNotification": null})", "{}", "");
    CAPTURE(engine.name, body);
    EndpointHost host(engine);
    auto const old_tag = host.tag(host.store_record(host.caller, {})->revision);
    auto const send = [&](std::string_view text) {
        return host.send({.method = "PATCH",
                          .chatbot_id = "bot",
                          .content_type = "application/json",
                          .if_match = old_tag,
                          .body = text});
    };
    auto const answer = send(enable);
    REQUIRE(answer.status == 200);
    auto const changed = host.stored();

    CHECK(as_text(send(body)) == as_text(answer));
    CHECK(send(R"({"enableHumanSupport": true, "leadNotification": true})").status == 412);
    CHECK(*host.stored() == *changed);
}

TEST_CASE("A lost answer is no excuse for If-None-Match") {
    auto const& engine = GENERATE(from_range(engines()));
    std::string const if_match = GENERATE("", "*");
    CAPTURE(engine.name, if_match);
    EndpointHost host(engine);
    host.store_record(host.caller, {});

    CHECK(host.send({.method = "PATCH",
                     .chatbot_id = "bot",
                     .if_match = if_match,
                     .if_none_match = "*"})
              .status == 412);
}
