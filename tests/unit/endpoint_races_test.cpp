// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/endpoint.hpp>

#include "support/catch.hpp"
#include "support/endpoint_host.hpp"

#include <optional>
#include <string>

using namespace human_support;

TEST_CASE("A change between the look at a precondition and the write counts") {
    struct Row {
        std::string if_match; ///< `before` stands for the tag before that change
        std::string if_none_match;
        bool holds;
    };
    auto const& engine = GENERATE(from_range(engines()));
    std::string const method = GENERATE("PATCH", "DELETE");
    auto const row = GENERATE(values<Row>({
        {"*", "", true},
        {"before", "", false},
        {"", "\"other\"", true},
    }));
    CAPTURE(engine.name, method, row.if_match, row.if_none_match);
    EndpointHost host(engine);
    auto const tag_before = host.tag(host.store_record(host.caller, {})->revision);
    SettingsRecordPtr meanwhile;
    host.store.before_write = [&] {
        if (meanwhile == nullptr) {
            HumanSupportSettings settings;
            settings.lead_notification = true;
            meanwhile = host.store_record(host.caller, settings);
        }
        return std::optional<Error>();
    };

    auto const response =
        host.send({.method = method,
                   .chatbot_id = "bot",
                   .content_type = "application/json",
                   .if_match = row.if_match == "before" ? tag_before : row.if_match,
                   .if_none_match = row.if_none_match,
                   .body = R"({"enableHumanSupport": true})"});

    CHECK(response.status == (row.holds ? 200 : 412));
    auto const after = host.stored();
    if (!row.holds) {
        CHECK(host.last_revision() == meanwhile->revision);
    } else if (method == "DELETE") {
        CHECK(after == nullptr);
    } else {
        REQUIRE(after != nullptr);
        CHECK(after->settings.enable_human_support);
        CHECK(after->settings.lead_notification);
    }
}

TEST_CASE("A precondition whose record changes before each write ends in 503") {
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    EndpointHost host(engine);
    host.store_record(host.caller, {});
    int writes = 0;
    host.store.before_write = [&] {
        ++writes;
        host.store_record(host.caller, {});
        return std::optional<Error>();
    };

    auto const response = host.send({.method = "DELETE", .chatbot_id = "bot", .if_match = "*"});

    CHECK(response.status == 503);
    CHECK(response.header("Retry-After") != nullptr);
    CHECK(writes == max_attempts);
    CHECK(host.stored() != nullptr);
}

TEST_CASE("A storage that fails when a lost race is run again is reported") {
    auto const& engine = GENERATE(from_range(engines()));
    std::string const method = GENERATE("PATCH", "DELETE");
    CAPTURE(engine.name, method);
    EndpointHost host(engine);
    host.store_record(host.caller, {});
    int looks = 0;
    host.store.before_find = [&]() -> std::optional<Error> {
        return ++looks == 2 ? std::optional<Error>(Errc::storage_failed) : std::nullopt;
    };
    host.store.before_write = [&] {
        host.store_record(host.caller, {});
        return std::optional<Error>();
    };

    auto const response = host.send({.method = method,
                                     .chatbot_id = "bot",
                                     .content_type = "application/json",
                                     .if_match = "*",
                                     .body = R"({"enableHumanSupport": true})"});

    CHECK(response.status == 500);
    CHECK(looks == 2);
    CHECK_FALSE(host.stored()->settings.enable_human_support);
}

TEST_CASE("A POST with If-Match makes no record, also if the one that is there vanishes") {
    auto const& engine = GENERATE(from_range(engines()));
    int const look_that_erases = GENERATE(1, 2, 3);
    bool const names_any = GENERATE(true, false);
    CAPTURE(engine.name, look_that_erases, names_any);
    EndpointHost host(engine);
    auto const tag = host.tag(host.store_record(host.caller, {})->revision);
    int looks = 0;
    host.store.before_find = [&]() -> std::optional<Error> {
        if (++looks == look_that_erases) {
            host.store.inner().write(Write::erase(host.bot)).value();
        }
        return std::nullopt;
    };

    auto const response = host.send(
        {.method = "POST", .chatbot_id = "bot", .if_match = names_any ? "*" : tag.c_str()});

    CHECK(response.status == (look_that_erases == 1 ? 412 : 409));
    CHECK((host.stored() != nullptr) == (look_that_erases == 3));
}

TEST_CASE("A request reads storage once, and one that changes something writes once") {
    auto const& engine = GENERATE(from_range(engines()));
    std::string const method = GENERATE("GET", "HEAD", "POST", "PATCH", "DELETE");
    bool const conditional = GENERATE(false, true);
    CAPTURE(engine.name, method, conditional);
    EndpointHost host(engine);
    if (method != "POST") {
        host.store_record(host.caller, {});
    }
    int reads = 0;
    int writes = 0;
    auto const count = [](int& calls) {
        return [&calls] {
            ++calls;
            return std::optional<Error>();
        };
    };
    host.store.before_find = host.store.before_list = host.store.before_changes = count(reads);
    host.store.before_write = count(writes);

    auto const response = host.send({.method = method,
                                     .chatbot_id = "bot",
                                     .content_type = "application/json",
                                     .if_match = conditional && method != "POST" ? "*" : "",
                                     .if_none_match = conditional ? "\"other\"" : "",
                                     .body = R"({"enableHumanSupport": true})"});

    CHECK(response.status == (method == "POST" ? 201 : 200));
    CHECK(reads == 1);
    CHECK(writes == (method == "GET" || method == "HEAD" ? 0 : 1));
}
