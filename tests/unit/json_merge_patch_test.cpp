// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/json_merge_patch.hpp>

#include "support/catch.hpp"
#include "support/random_settings.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using human_support::merge_patch;
namespace json = boost::json;

namespace {

struct MergeExample {
    std::string_view target;
    std::string_view patch;
    std::string_view result;
};

/// Compares texts, so that the order of members counts.
void check(std::vector<MergeExample> const& rows) {
    for (auto const& row : rows) {
        INFO(row.target << " changed by " << row.patch);
        CHECK(json::serialize(merge_patch(json::parse(row.target), json::parse(row.patch))) ==
              row.result);
    }
}

json::value random_value(Random& random, std::size_t depth) {
    constexpr std::array names{"a", "b", "c", "d"};
    switch (random.up_to(depth == 0 ? 2 : 7)) {
    case 0: return nullptr;
    case 1: return random.coin();
    case 2: return json::string(random.text());
    case 3: return json::array{random_value(random, depth - 1), random_value(random, depth - 1)};
    default: break;
    }
    json::object object;
    for (std::size_t count = random.up_to(3); count > 0; --count) {
        object[names[random.up_to(names.size() - 1)]] = random_value(random, depth - 1);
    }
    return object;
}

} // namespace

TEST_CASE("Every example of RFC 7396, Appendix A, comes out as it says") {
    check({
        {R"({"a":"b"})", R"({"a":"c"})", R"({"a":"c"})"},
        {R"({"a":"b"})", R"({"b":"c"})", R"({"a":"b","b":"c"})"},
        {R"({"a":"b"})", R"({"a":null})", R"({})"},
        {R"({"a":"b","b":"c"})", R"({"a":null})", R"({"b":"c"})"},
        {R"({"a":["b"]})", R"({"a":"c"})", R"({"a":"c"})"},
        {R"({"a":"c"})", R"({"a":["b"]})", R"({"a":["b"]})"},
        {R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})", R"({"a":{"b":"d"}})"},
        {R"({"a":[{"b":"c"}]})", R"({"a":[1]})", R"({"a":[1]})"},
        {R"(["a","b"])", R"(["c","d"])", R"(["c","d"])"},
        {R"({"a":"b"})", R"(["c"])", R"(["c"])"},
        {R"({"a":"foo"})", R"(null)", R"(null)"},
        {R"({"a":"foo"})", R"("bar")", R"("bar")"},
        {R"({"e":null})", R"({"a":1})", R"({"e":null,"a":1})"},
        {R"([1,2])", R"({"a":"b","c":null})", R"({"a":"b"})"},
        {R"({})", R"({"a":{"bb":{"ccc":null}}})", R"({"a":{"bb":{}}})"},
    });
}

TEST_CASE("The example of RFC 7396, section 3, comes out as it says") {
    check({{R"({"title":"Goodbye!","author":{"givenName":"John","familyName":"Doe"},)"
            R"("tags":["example","sample"],"content":"This will be unchanged"})",
            R"({"title":"Hello!","phoneNumber":"+01-123-456-7890",)"
            R"("author":{"familyName":null},"tags":["example"]})",
            R"({"title":"Hello!","author":{"givenName":"John"},"tags":["example"],)"
            R"("content":"This will be unchanged","phoneNumber":"+01-123-456-7890"})"}});
}

TEST_CASE("Members keep their order, and new ones follow in the order of the patch") {
    check({
        {R"({"a":1,"b":2,"c":3,"d":4})", R"({"b":null})", R"({"a":1,"c":3,"d":4})"},
        {R"({"a":1,"b":2,"c":3,"d":4})", R"({"a":null,"c":null})", R"({"b":2,"d":4})"},
        {R"({"a":1,"b":2,"c":3})", R"({"c":6,"a":4})", R"({"a":4,"b":2,"c":6})"},
        {R"({"b":1})", R"({"d":4,"a":3,"c":2})", R"({"b":1,"d":4,"a":3,"c":2})"},
        {R"({"a":1,"b":2})", R"({"a":null,"c":3})", R"({"b":2,"c":3})"},
        {R"({"a":{"x":1,"y":2,"z":3},"b":2})", R"({"a":{"x":null}})",
         R"({"a":{"y":2,"z":3},"b":2})"},
    });
}

TEST_CASE("Nulls of a patch erase at any depth, and those inside an array are values") {
    check({
        {R"({})", R"({"a":null})", R"({})"},
        {R"({"a":null})", R"({"a":null})", R"({})"},
        {R"({"a":null})", R"({"a":{"b":null,"c":1}})", R"({"a":{"c":1}})"},
        {R"({"a":[1]})", R"({"a":{"b":{"c":null}}})", R"({"a":{"b":{}}})"},
        {R"({"a":1})", R"({"a":[null,{"b":null}]})", R"({"a":[null,{"b":null}]})"},
        {R"({"a":{"b":{"c":1,"d":2}}})", R"({"a":{"b":{"c":null}}})", R"({"a":{"b":{"d":2}}})"},
        {R"(1)", R"({})", R"({})"},
        {R"(null)", R"({"a":{}})", R"({"a":{}})"},
        {R"({"a":1})", R"({})", R"({"a":1})"},
    });
}

TEST_CASE("Applying a JSON merge patch twice is the same as applying it once") {
    Random random;
    INFO("seed " << random.seed());
    for (int i = 0; i < 10'000; ++i) {
        auto const patch = random_value(random, 3);
        auto const once = merge_patch(random_value(random, 3), patch);
        INFO(patch);
        REQUIRE(merge_patch(once, patch) == once);
    }
}
