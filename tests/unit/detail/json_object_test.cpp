// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/detail/json_object.hpp>

#include "support/catch.hpp"

#include <boost/json/serialize.hpp>

#include <string>
#include <vector>

using namespace human_support;

TEST_CASE("An object's value and its text come from the same members") {
    auto const members = [](auto&& add) {
        add("flag", true);
        add("text", std::string("a \"b\""));
        add("texts", std::vector<std::string>{"c", "d"});
        add("number", Revision{-5});
        add("id", boost::uuids::uuid{});
        add("time", Timestamp{});
    };
    std::string const text =
        R"({"flag":true,"text":"a \"b\"","texts":["c","d"],"number":-5,)"
        R"("id":"00000000-0000-0000-0000-000000000000","time":"1970-01-01T00:00:00.000Z"})";
    CHECK(boost::json::serialize(detail::to_object(members)) == text);
    CHECK(detail::to_object_text(members) == text);
}

TEST_CASE("A member may get its value from a function") {
    auto const inner = [](auto&& add) { add("flag", false); };
    CHECK(detail::text_of([&](auto out) {
              detail::AddToText<decltype(out)> object(out);
              object("text", std::string("a"));
              object.add_with("inner", [&](auto at) { return detail::add_object(at, inner); });
              return object.end();
          }) == R"({"text":"a","inner":{"flag":false}})");
}
