// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/envelope.hpp>

#include "support/catch.hpp"

#include <boost/json/serialize.hpp>

#include <vector>

using namespace human_support;
using boost::json::serialize;

TEST_CASE("A success holds its message and its data") {
    CHECK(serialize(success_envelope("Done", boost::json::object{{"id", 1}})) ==
          R"({"success":true,"message":"Done","data":{"id":1}})");
    CHECK(serialize(success_envelope("Done", nullptr)) ==
          R"({"success":true,"message":"Done","data":null})");
    CHECK(serialize(success_envelope("Done", boost::json::array{1})) ==
          R"({"success":true,"message":"Done","data":[1]})");
}

TEST_CASE("A failure without violations has no list of errors") {
    CHECK(serialize(failure_envelope("not_found", "Create it.")) ==
          R"({"success":false,"code":"not_found","message":"Create it."})");
    CHECK(serialize(failure_envelope(Error(Errc::busy, "Try again."))) ==
          R"({"success":false,"code":"busy","message":"Try again."})");
}

TEST_CASE("A failure lists its violations in their order") {
    std::vector<Violation> const violations{
        {"/leadNotificationEmail/1", ViolationCode::invalid_email, "Must be an email address."},
        {"", ViolationCode::wrong_type, "Must be an object."}};
    CHECK(serialize(failure_envelope(
              Error(Errc::invalid_settings, "Correct the \"values\".", violations))) ==
          R"({"success":false,"code":"invalid_settings","message":"Correct the \"values\".",)"
          R"("errors":[{"field":"/leadNotificationEmail/1","code":"invalid_email",)"
          R"("message":"Must be an email address."},)"
          R"({"field":"","code":"wrong_type","message":"Must be an object."}]})");
}
