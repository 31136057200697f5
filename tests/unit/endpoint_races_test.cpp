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

TEST_CASE("A storage that fails while preconditions are looked at again is reported") {
    auto const& engine = GENERATE(from_range(engines()));
    std::string const method = GENERATE("PATCH", "DELETE");
    // The first look is that of the precondition; PATCH looks once more when it has failed.
    int const look_that_fails = GENERATE(1, 2, 3);
    CAPTURE(engine.name, method, look_that_fails);
    EndpointHost host(engine);
    host.store_record(host.caller, {});
    int looks = 0;
    host.store.before_find = [&]() -> std::optional<Error> {
        return ++looks == look_that_fails ? std::optional<Error>(Errc::storage_failed)
                                          : std::nullopt;
    };

    auto const response = host.send({.method = method,
                                     .chatbot_id = "bot",
                                     .content_type = "application/json",
                                     .if_match = "\"other\"",
                                     .body = R"({"enableHumanSupport": true})"});

    CHECK(response.status == (look_that_fails == 3 ? 412 : 500));
    CHECK_FALSE(host.stored()->settings.enable_human_support);
}

TEST_CASE("A record that is gone when a failed precondition is looked at again answers as before") {
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    EndpointHost host(engine);
    host.store_record(host.caller, {});
    int looks = 0;
    host.store.before_find = [&]() -> std::optional<Error> {
        if (++looks == 3) {
            auto const erasure = Write::erase(host.bot);
            host.store.inner().write({&erasure, 1}).value().front().value();
        }
        return std::nullopt;
    };

    auto const response = host.send({.method = "PATCH",
                                     .chatbot_id = "bot",
                                     .content_type = "application/json",
                                     .if_match = "\"other\"",
                                     .body = "{}"});

    CHECK(response.status == 412);
    CHECK(looks == 3);
}
