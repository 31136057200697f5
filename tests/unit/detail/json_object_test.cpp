// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/detail/json_object.hpp>

#include "support/catch.hpp"

#include <boost/json/serialize.hpp>

#include <string>
#include <vector>

using namespace human_support;

TEST_CASE("An object's value, its text and its size come from the same members") {
    auto const members = [](auto const& add) {
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
    constexpr std::size_t escapes = 2;
    CHECK(detail::object_size(members) + escapes >= text.size());
    std::string added = "before ";
    detail::append_object(added, members);
    CHECK(added == "before " + text);
}
