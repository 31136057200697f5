// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/endpoint.hpp>

#include "support/catch.hpp"
#include "support/endpoint_host.hpp"

#include <chrono>
#include <string>

using namespace human_support;

namespace {

std::string const not_found_body =
    R"({"success":false,"code":"not_found","message":"There are no human support settings for )"
    R"(this chatbot; create them first."})";

std::string const already_exists_body =
    R"({"success":false,"code":"already_exists","message":"This chatbot already has human )"
    R"(support settings; update them instead."})";

} // namespace

TEST_CASE("A method that is not of the contract is answered with those that are") {
    auto const& engine = GENERATE(from_range(engines()));
    std::string const method = GENERATE("PUT", "OPTIONS", "get", "POST ", "");
    CAPTURE(engine.name, method);
    EndpointHost host(engine);

    CHECK(as_text(host.send({.method = method, .chatbot_id = "bot"})) ==
          "405\n" + json_headers +
              "Allow: GET, HEAD, POST, PATCH, DELETE\n"
              "\n"
              R"({"success":false,"code":"method_not_allowed",)"
              R"("message":"Use GET, HEAD, POST, PATCH or DELETE."})");
}

TEST_CASE("A bad chatbot id is refused") {
    auto const& engine = GENERATE(from_range(engines()));
    std::string const method = GENERATE("GET", "POST", "PATCH", "DELETE");
    auto const chatbot_id =
        GENERATE(values<std::string>({"", ".", "..", "a b", "a/b", "ü", std::string(129, 'a')}));
    CAPTURE(engine.name, method, chatbot_id);
    EndpointHost host(engine);

    CHECK(as_text(host.send({.method = method, .chatbot_id = chatbot_id})) ==
          "400\n" + json_headers +
              "\n"
              R"({"success":false,"code":"invalid_argument",)"
              R"("message":"A chatbot id must be 1 to 128 characters of A-Z, a-z, 0-9, '.', '_', )"
              R"('~' and '-', but not '.' or '..'."})");
}

TEST_CASE("A body that cannot be used is refused, and changes nothing") {
    struct Row {
        std::string content_type;
        std::string body;
        std::string answer;
    };
    auto const& engine = GENERATE(from_range(engines()));
    std::string const method = GENERATE("POST", "PATCH");
    auto const row = GENERATE(values<Row>({
        {"application/json", std::string(65537, ' '),
         "413\n" + json_headers +
             "\n"
             R"({"success":false,"code":"too_large",)"
             R"("message":"The body must be at most 65536 bytes; it has 65537."})"},
        {"text/plain", "{}",
         "415\n" + json_headers +
             "Accept-Patch: application/merge-patch+json, application/json\n"
             "\n"
             R"({"success":false,"code":"unsupported_media_type",)"
             R"("message":"Send the body as application/merge-patch+json or as )"
             R"(application/json."})"},
        {"application/json", R"({"leadNotification": tru})",
         "400\n" + json_headers +
             "\n"
             R"({"success":false,"code":"invalid_json","message":")" +
             parse_json(R"({"leadNotification": tru})").error().message() + "\"}"},
        {"application/json", "[]",
         "422\n" + json_headers +
             "\n"
             R"({"success":false,"code":"invalid_settings",)"
             R"("message":"The body must be a JSON object.",)"
             R"("errors":[{"field":"","code":"wrong_type","message":"Must be an object."}]})"},
        {"application/json",
         R"({"leadNotification": 1, "leadNotificationEmail": ["a@example.com", "b"]})",
         "422\n" + json_headers +
             "\n"
             R"({"success":false,"code":"invalid_settings",)"
             R"("message":"Some values are not allowed; correct them and send them again.",)"
             R"("errors":[{"field":"/leadNotification","code":"wrong_type",)"
             R"("message":"Must be true or false."},)"
             R"({"field":"/leadNotificationEmail/1","code":"invalid_email",)"
             R"("message":"Must be an email address, such as name@example.com."}]})"},
    }));
    CAPTURE(engine.name, method, row.answer);
    EndpointHost host(engine);
    if (method == "PATCH") {
        host.store_record(host.caller, {});
    }
    auto const revision = host.last_revision();

    CHECK(as_text(host.send({.method = method,
                             .chatbot_id = "bot",
                             .content_type = row.content_type,
                             .body = row.body})) == row.answer);
    CHECK(host.last_revision() == revision);
}

TEST_CASE("Settings that are not there, or another account's, are not found") {
    auto const& engine = GENERATE(from_range(engines()));
    std::string const method = GENERATE("GET", "PATCH", "DELETE");
    bool const foreign = GENERATE(false, true);
    CAPTURE(engine.name, method, foreign);
    EndpointHost host(engine);
    if (foreign) {
        host.store_record(host.stranger, {});
    }

    CHECK(as_text(host.send({.method = method, .chatbot_id = "bot"})) ==
          "404\n" + json_headers + "\n" + not_found_body);
}

TEST_CASE("Settings that are there already are told with their tag, if they are the caller's") {
    auto const& engine = GENERATE(from_range(engines()));
    bool const own = GENERATE(false, true);
    std::string const if_match = GENERATE("", "*", "\"stale\"");
    CAPTURE(engine.name, own, if_match);
    EndpointHost host(engine);
    auto const there = host.store_record(own ? host.caller : host.stranger, {});

    auto const etag = own ? "ETag: " + host.tag(there->revision) + "\n" : "";
    CHECK(as_text(host.send({.method = "POST", .chatbot_id = "bot", .if_match = if_match})) ==
          "409\n" + json_headers + etag + "\n" + already_exists_body);
    CHECK(host.last_revision() == there->revision);
}

TEST_CASE("A precondition that fails is told, and changes nothing") {
    auto const& engine = GENERATE(from_range(engines()));
    std::string const method = GENERATE("GET", "PATCH", "DELETE");
    CAPTURE(engine.name, method);
    EndpointHost host(engine);
    auto const there = host.store_record(host.caller, {});

    CHECK(as_text(host.send({.method = method,
                             .chatbot_id = "bot",
                             .content_type = "application/json",
                             .if_match = "\"stale\"",
                             .body = R"({"leadNotification": true})"})) ==
          "412\n" + json_headers +
              "\n"
              R"({"success":false,"code":"revision_mismatch",)"
              R"("message":"The human support settings have changed in the meantime; read them )"
              R"(again, then try again."})");
    CHECK(host.last_revision() == there->revision);
}

TEST_CASE("Storage that fails is told without its inner details") {
    struct Row {
        Errc code;
        std::string answer;
    };
    auto const& engine = GENERATE(from_range(engines()));
    std::string const method = GENERATE("GET", "POST", "PATCH", "DELETE");
    bool const while_writing = GENERATE(false, true);
    auto const row = GENERATE(values<Row>({
        {Errc::busy, "503\n" + json_headers +
                         "Retry-After: 7\n"
                         "\n"
                         R"({"success":false,"code":"busy",)"
                         R"("message":"This is not possible at the moment; try again soon."})"},
        {Errc::storage_full, "507\n" + json_headers +
                                 "\n"
                                 R"({"success":false,"code":"storage_full",)"
                                 R"("message":"The storage is full and nothing was stored; )"
                                 R"(make room, then try again."})"},
        {Errc::storage_failed, "500\n" + json_headers +
                                   "\n"
                                   R"({"success":false,"code":"storage_failed",)"
                                   R"("message":"The storage failed and nothing was stored; )"
                                   R"(try again later."})"},
        {Errc::storage_corrupt, "500\n" + json_headers +
                                    "\n"
                                    R"({"success":false,"code":"storage_corrupt",)"
                                    R"("message":"The storage is damaged; restore a backup."})"},
        {Errc::schema_too_new, "500\n" + json_headers +
                                   "\n"
                                   R"({"success":false,"code":"schema_too_new",)"
                                   R"("message":"The storage was written by a newer version; )"
                                   R"(upgrade this program."})"},
        {Errc::outcome_unknown, "500\n" + json_headers +
                                    "\n"
                                    R"({"success":false,"code":"outcome_unknown",)"
                                    R"("message":"The change may or may not have taken effect; )"
                                    R"(read the settings to check."})"},
    }));
    if (while_writing && method == "GET") {
        return;
    }
    CAPTURE(engine.name, method, while_writing, name(row.code));
    EndpointHost host(engine, {.retry_after = std::chrono::seconds(7)});
    if (method != "POST") {
        host.store_record(host.caller, {});
    }
    auto& hook = while_writing ? host.store.before_write : host.store.before_find;
    hook = [&] { return Error(row.code, "/var/lib/secret.db: disk I/O error"); };

    CHECK(as_text(host.send({.method = method,
                             .chatbot_id = "bot",
                             .content_type = "application/json",
                             .body = R"({"leadNotification": true})"})) == row.answer);
}

TEST_CASE("HEAD tells of storage that fails as GET does, without the body") {
    auto const& engine = GENERATE(from_range(engines()));
    auto const code = GENERATE(Errc::busy, Errc::storage_full, Errc::storage_failed);
    CAPTURE(engine.name, name(code));
    EndpointHost host(engine);
    host.store_record(host.caller, {});
    host.store.before_find = [&] { return Error(code); };

    auto const get = host.send({.method = "GET", .chatbot_id = "bot"});
    auto const head = host.send({.method = "HEAD", .chatbot_id = "bot"});

    CHECK(head.status == get.status);
    CHECK(head.headers == get.headers);
    CHECK(head.body.empty());
    CHECK(head.content_length == get.body.size());
}
